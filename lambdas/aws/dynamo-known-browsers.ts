import * as z from 'zod/mini';
import type { Now } from '../domain/dice.ts';
import { shopperId, type SecretHash } from '../domain/ids.ts';
import type { KnownBrowsers } from '../domain/known-browser.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import type { NumberIndex } from '../domain/phone-number.ts';
import type { Registration } from '../domain/shopper.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { named, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const markItem = z.object({ shopperId: named(shopperId), endsAtMs: z.number() });

/** One hash over both, so that the key tells neither which browser nor which number. */
function keyOf(browser: SecretHash, index: NumberIndex) {
  return gateKeys.knownBrowser(hashOfSecret(`known-browser|${browser}|${index}`));
}

/** The mark that a browser proved a number, as one write of the registration. */
export function markWrite(
  gate: string,
  {
    browser,
    index,
    shopper,
    knownUntilMs,
  }: Pick<Registration, 'browser' | 'index' | 'shopper' | 'knownUntilMs'>,
): Write {
  return {
    Put: {
      TableName: gate,
      Item: {
        ...keyOf(browser, index),
        shopperId: shopper.shopperId,
        endsAtMs: knownUntilMs,
        ttl: Math.ceil(knownUntilMs / 1000),
      },
    },
  };
}

/** Marks of browsers in the Gate table; expiry is checked on every read, since TTL deletes days late. */
export function makeKnownBrowsers(dynamo: Dynamo, gate: string, now: Now): KnownBrowsers {
  return {
    whoProved: async (browser, index) => {
      const mark = readItem(markItem, await dynamo.get(gate, keyOf(browser, index)));
      return mark !== undefined && mark.endsAtMs > now() ? mark.shopperId : undefined;
    },
  };
}
