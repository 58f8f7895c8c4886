import type { ShopperId } from './ids.ts';
import { refuse, type Refusal } from './refusal.ts';

declare const sealed: unique symbol;
declare const indexed: unique symbol;

/** KMS ciphertext of a number, bound to its shopper by encryption context. */
export type SealedNumber = Uint8Array & { readonly [sealed]: true };
/** Blind index of a number (KMS HMAC, base64url): finds "the same number again" without reading it. */
export type NumberIndex = string & { readonly [indexed]: true };

/** Names a string as a NumberIndex. */
export const numberIndex = (text: string) => text as NumberIndex;
/** Names bytes as a SealedNumber. */
export const sealedNumber = (bytes: Uint8Array) => bytes as SealedNumber;

/** Why a number is read; IAM refuses every other purpose (D1, DESIGN §3). */
export type Purpose = 'delivery' | 'desk' | 'disclosure' | 'correction' | 'rotation-check';

const hidden = '[phone number]';

/** A number in E.164 that prints as `[phone number]` everywhere; `reveal` is its one exit (D3). */
export class PhoneNumber {
  readonly #digits: string;
  /** Its country by ISO 3166, where it is known. */
  readonly country: string | undefined;

  constructor(e164: string, country?: string) {
    this.#digits = e164;
    this.country = country;
  }

  /** The number itself, `+819012345678`. Only for the carrier, the sealer, the index and the desk's answer. */
  reveal(): string {
    return this.#digits;
  }

  /** Names its block, which is all of it but the last four digits, without showing it: pumpers buy numbers by the block. */
  nameBlock(name: (block: string) => string): string {
    return name(this.#digits.slice(0, -4));
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}

/** Seals a number for one shopper; the shopper room's only power over numbers. */
export type NumberSealer = { seal(number: PhoneNumber, shopper: ShopperId): Promise<SealedNumber> };

/** Turns a number into its blind index; costs one GenerateMac. */
export type NumberIndexer = { index(number: PhoneNumber): Promise<NumberIndex> };

/** Opens one shopper's number under a declared purpose; exists in the custodian room only (DESIGN §3). */
export type NumberOpener = { open(shopper: ShopperId): Promise<PhoneNumber | undefined> };

/** Whether a number of a country outside our own fast path may get a code; answered by numbering-plan data. */
export type NumberingPlan = (
  text: string,
  home: string,
) => { e164: string; country: string; isMobile: boolean } | undefined;

/** What people put between digits: white space, dashes and waves of every kind, dots, slashes, brackets, invisible marks. */
const gaps = /[\s\p{Dash}~∼ー─━⁃.·・/\p{Ps}\p{Pe}\p{Cf}]+/gu;
const arabicDigit = /[٠-٩۰-۹]/gu;

const dropGaps = (text: string) => text.normalize('NFKC').replace(gaps, '');

/** The digits of a text in ASCII and whatever else it holds but gaps: `＋81 (0)90ー1234` becomes `+810901234`. */
export function foldDigits(text: string): string {
  return dropGaps(text).replace(arabicDigit, digit => String(digit.charCodeAt(0) & 15));
}

/** Whether a free text seems to hold a phone number; tickets and reasons are kept for good and must not (D2, D3). */
export function holdsPhoneNumber(text: string): boolean {
  // A slash parts here: dates are written with it, and some begin with a zero.
  return text
    .normalize('NFKC')
    .split('/')
    .some(part => /(?<!\d)(?:\+\d{10,14}|0[1-9]\d{8,9}|(?:00)?810?[6-9]0\d{8})/u.test(foldDigits(part)));
}

/** 060, 070, 080, 090 from inside Japan (`0`, or `010 81` as if for abroad) and outside (`+81`, `0081`), with or without (0). */
const japaneseMobile = /^(?:(?:\+|00|010)810?|0)([6-9]0[1-9]\d{7})$/u;

/**
 * Reads what a person typed as a mobile number in an allowed country (ISO codes, home first).
 * `0081`, as Japan is dialled from most countries, counts as `+81` where home is Japan.
 * Refusals: phone.invalid, phone.type_not_allowed (NIST 800-63B: no VoIP), phone.country_not_allowed.
 */
export function readPhoneNumber(
  text: string,
  countries: readonly string[],
  plan: NumberingPlan,
): PhoneNumber | Refusal {
  const home = countries[0];
  if (home === undefined) return refuse('phone.country_not_allowed');
  const national = home === 'JP' ? japaneseMobile.exec(dropGaps(text))?.[1] : undefined;
  if (national !== undefined) return new PhoneNumber(`+81${national}`, 'JP');
  const digits = foldDigits(text);
  if (!/^\+?\d+$/u.test(digits)) return refuse('phone.invalid');
  const known = plan(home === 'JP' ? digits.replace(/^00(?=81)/u, '+') : digits, home);
  if (known === undefined) return refuse('phone.invalid');
  if (!countries.includes(known.country)) return refuse('phone.country_not_allowed');
  return known.isMobile ? new PhoneNumber(known.e164, known.country) : refuse('phone.type_not_allowed');
}
