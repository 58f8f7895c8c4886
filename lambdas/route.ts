/**
 * Who may knock: nobody in particular, a shopper's or till's session cookie (a manager's for some), an enrolled till's
 * cookie or session, or a JWT with the group.
 */
export type Door = 'open' | 'shopper' | 'till' | 'manager' | 'device' | 'marketer' | 'custodian';

/** One route of the API (DESIGN §5): the function behind it, who may call it and its throttle. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly function: string;
  readonly door: Door;
  readonly ratePerSecond: number;
  readonly burst: number;
};

/** The throttle of what is asked for now and then. */
export const calm = { ratePerSecond: 50, burst: 100 } as const;
/** The throttle of what every customer asks for. */
export const busy = { ratePerSecond: 200, burst: 400 } as const;
