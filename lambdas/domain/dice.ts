/** Source of random bytes, handed in so that tests and simulations can fix it. */
export type Dice = (bytes: number) => Uint8Array;

/** The present, in milliseconds since 1970; handed in, never read inside a rule. */
export type Now = () => number;
