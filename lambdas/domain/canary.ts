import { shopperId } from './ids.ts';
import { PhoneNumber, type SealedNumber } from './phone-number.ts';

/**
 * The shopper whose number nobody has: sealed once, so that a rotation can try what a session opens without ever
 * opening a person's number (boundary.md C).
 */
export const canaryShopper = shopperId('shp_CANARY');

/** What is sealed for the canary: no country has it, and it is no secret. */
export const canaryNumber = new PhoneNumber('+000000000000');

/** Keeps the sealed canary beside the shoppers' numbers, where the rotator may read it. */
export type CanaryBook = {
  isKept(): Promise<boolean>;
  /** Keeps the first one that comes; a later one changes nothing. */
  keep(sealed: SealedNumber): Promise<void>;
};
