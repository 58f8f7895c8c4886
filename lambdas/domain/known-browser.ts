import type { SecretHash, ShopperId } from './ids.ts';
import type { NumberIndex } from './phone-number.ts';

/** For how long a browser is remembered after it proved a number, in seconds: 400 days, longer than its cookie lasts. */
export const knownBrowserSeconds = 400 * 24 * 3600;

/**
 * Remembers which browser proved which number, as whom. Strangers cannot use up what a number's holder may do from such
 * a browser (18F/identity-idp#2388), and a number proven from another one after long silence has a new holder (D12).
 */
export type KnownBrowsers = {
  /** Whom this number stood for when this browser last proved it, or undefined when it never did. */
  whoProved(browser: SecretHash, index: NumberIndex): Promise<ShopperId | undefined>;
};
