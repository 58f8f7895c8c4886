import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberingPlan } from '../domain/phone-number.ts';

/** Numbers outside the fast path, by libphonenumber's full data (types need it). */
export const numberingPlan: NumberingPlan = (text, home) => {
  if (!isSupportedCountry(home)) return undefined;
  const number = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  if (number?.country === undefined || !number.isValid()) return undefined;
  const type = number.getType();
  return {
    e164: number.number,
    country: number.country,
    isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
  };
};
