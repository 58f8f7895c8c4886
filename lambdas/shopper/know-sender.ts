import { addressBlock } from '../domain/address.ts';
import type { Pseudonym } from '../domain/counter.ts';
import type { SecretHash } from '../domain/ids.ts';
import type { KnownBrowsers } from '../domain/known-browser.ts';
import { numberIndex, type NumberIndex, type PhoneNumber } from '../domain/phone-number.ts';
import type { Sender } from '../domain/send-rules.ts';
import type { ShopperBook } from '../domain/shopper.ts';

/** What telling senders apart needs; `home` is our own country. */
export type KnowSenderDeps = {
  readonly shoppers: Pick<ShopperBook, 'byIndex'>;
  readonly browsers: KnownBrowsers;
  readonly pseudonym: Pseudonym;
  readonly home: string;
};

/** Who asks: a number, from a browser, at an address that goes no further than this. */
export type Asking = {
  readonly number: PhoneNumber;
  readonly browser: SecretHash;
  readonly address: string;
};

/** Whether this browser proved this number for whom it stands now; both are read for every number, known or not. */
async function isKnownBrowser(
  { shoppers, browsers }: Pick<KnowSenderDeps, 'shoppers' | 'browsers'>,
  browser: SecretHash,
  index: NumberIndex,
): Promise<boolean> {
  const [holder, proven] = await Promise.all([shoppers.byIndex(index), browsers.whoProved(browser, index)]);
  return holder !== undefined && holder === proven;
}

/** Whoever asks, as somebody we have not met; without an index where none was worth its cost. */
export function strangerOf(
  { pseudonym, home }: Pick<KnowSenderDeps, 'pseudonym' | 'home'>,
  { number, browser, address }: Asking,
  index = numberIndex(''),
): Sender {
  const country = number.country ?? home;
  return {
    index,
    browser,
    address: addressBlock(address),
    block: number.nameBlock(block => pseudonym('block', block)),
    country,
    isAbroad: country !== home,
    isKnown: false,
  };
}

/** Whom a send or a check counts for. */
export async function knowSender(deps: KnowSenderDeps, asking: Asking, index: NumberIndex): Promise<Sender> {
  return {
    ...strangerOf(deps, asking, index),
    isKnown: await isKnownBrowser(deps, asking.browser, index),
  };
}
