import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberingPlan } from '../domain/phone-number.ts';

/** What the plan calls a code that belongs to no country (satellites, +800): the region `001` of UN M.49. */
const nobodys = '001';

/** Numbers outside the fast path, by libphonenumber's full data (types need it). */
export const numberingPlan: NumberingPlan = (text, home) => {
  if (!isSupportedCountry(home)) return undefined;
  const number = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  if (!number?.isValid()) return undefined;
  const type = number.getType();
  return {
    e164: number.number,
    country: number.country ?? nobodys,
    isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
  };
};
