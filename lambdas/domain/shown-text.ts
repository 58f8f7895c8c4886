import { hash } from 'node:crypto';
import type { Locale } from './challenge.ts';
import type { ConsentPurpose } from './consent.ts';
import { textOf } from './policy-text.ts';
import type { Fact } from './register.ts';

/** What a consent fact keeps of the words that were on the screen: their language, and their SHA-256 (hex). */
export type ShownText = { readonly locale?: Locale; readonly text?: string };

/** SHA-256 (hex) of a text, over its UTF-8 bytes. */
export function hashOfText(text: string): string {
  return hash('sha256', text, 'hex');
}

/** What to keep of the text of a purpose as this version showed it; nothing where no text was shown. */
export function shownText(version: string, locale: Locale | undefined, purpose: ConsentPurpose): ShownText {
  const text = locale && textOf(version, locale, purpose);
  return locale === undefined || text === undefined ? {} : { locale, text: hashOfText(text) };
}

/**
 * The words that were on the screen when a consent changed, proven from its register row alone: the published text that
 * has the hash in the row. Undefined when the row names no text, or one that was never published.
 */
export function wordsShown({ policyVersion, locale, purpose, text }: Fact): string | undefined {
  if (locale !== 'ja' && locale !== 'en') return undefined;
  if (purpose !== 'usage' && purpose !== 'delivery') return undefined;
  const words = textOf(String(policyVersion), locale, purpose);
  return words !== undefined && hashOfText(words) === text ? words : undefined;
}
