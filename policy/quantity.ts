import { PolicyError } from './policy-error.ts';

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/u;
const EPOCH_SECONDS = /^\d+$/u;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

/** A decimal number for Numeric operators; anything else throws. */
export function parseNumber(text: string, place: string): number {
  if (!NUMBER.test(text)) throw new PolicyError(place, 'a numeric operator compares decimal numbers');
  return Number(text);
}

/** An instant in milliseconds: ISO 8601 with zone, a UTC day, or whole epoch seconds. Anything else throws. */
export function parseInstant(text: string, place: string): number {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000;
  const instantMs = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instantMs)) throw new PolicyError(place, 'a date is ISO 8601 or epoch seconds');
  return instantMs;
}

/** `true` or `false` without regard to case; anything else throws. */
export function parseTruth(text: string, place: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new PolicyError(place, 'a truth value is true or false');
  return lower === 'true';
}

/** Base64 in one canonical spelling, so that equal bytes are equal texts; anything else throws. */
export function parseBytes(text: string, place: string): string {
  if (!BASE64.test(text)) throw new PolicyError(place, 'binary values are base64');
  return btoa(atob(text));
}
