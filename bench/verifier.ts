/** Proves a number in one go, by a code sent and typed in; `person` is one nobody was before. */
export type Verifier = { verify(person: number): Promise<void> };
