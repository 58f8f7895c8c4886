import { canaryNumber, canaryShopper, type CanaryBook } from '../domain/canary.ts';
import type { NumberSealer } from '../domain/phone-number.ts';
import type { Journal } from '../journal.ts';

/** What sealing the canary needs. */
export type CanaryDeps = {
  readonly canary: CanaryBook;
  readonly sealer: NumberSealer;
  readonly journal: Journal;
};

/** Seals the canary's number once, since only this room may seal; asking again does nothing. */
export function makeSealCanary({ canary, sealer, journal }: CanaryDeps) {
  return async (): Promise<void> => {
    if (await canary.isKept()) return;
    await canary.keep(await sealer.seal(canaryNumber, canaryShopper));
    journal('canary.sealed');
  };
}
