import type { Locale } from './challenge.ts';
import { measureParts } from './message-parts.ts';
import { verificationRules } from './verification-rules.ts';

const lifeMinutes = verificationRules.lifeSeconds / 60;

/** Who sends, what the code is for, how long it lives, and that it is nobody else's: in each language. */
const words: Readonly<Record<Locale, (brand: string, code: string) => string>> = {
  ja: (brand, code) => `${brand}の認証コード:${code}\n${lifeMinutes}分間有効。他人に教えないでください。`,
  en: (brand, code) =>
    `${brand}: your verification code is ${code}. Valid for ${lifeMinutes} minutes. Do not share it.`,
};

/**
 * The message that brings a code, whole. Its last line binds the code to the pages' `host`, without scheme or port, and
 * nothing stands after it: a phone offers the code on that host's site only (WICG sms-one-time-codes).
 */
export function codeText(locale: Locale, brand: string, code: string, host: string): string {
  return `${words[locale](brand, code)}\n\n@${host} #${code}`;
}

/** A code as long as every code, for counting parts before there is one. */
export const sampleCode = '0'.repeat(verificationRules.codeDigits);

const measured = new Map<string, number>();

/** Parts of the message that brings a code, whichever code; each wording is measured once, as measuring costs more than all else about a start. */
export function codeParts(locale: Locale, brand: string, host: string): number {
  const text = codeText(locale, brand, sampleCode, host);
  const parts = measured.get(text) ?? measureParts(text).parts;
  measured.set(text, parts);
  return parts;
}

/**
 * Whether phones can compare `host` with the one of a page: a full name in the letters that browsers use, so small ASCII
 * ones (RFC 1123; other scripts as `xn--`), at most 63 in each label and 253 together, no port, and no address.
 */
export function isBindable(host: string): boolean {
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  return host.length <= 253 && new RegExp(`^(?:${label}\\.)+(?=[a-z])${label}$`, 'u').test(host);
}
