import type { UsableOn } from '../../paper/coupon-words.ts';
import type { CouponWish } from '../answers.ts';

/** A row of hours as typed, `HH:MM` or empty. */
export type TypedHours = { readonly from: string; readonly to: string };

/** What is typed about when a coupon can be used; `days` counts from the receipt, `blackout` is the date being picked. */
export type WindowDraft = {
  readonly weekdays: readonly number[];
  readonly hours: readonly TypedHours[];
  readonly blackouts: readonly string[];
  readonly blackout: string;
  readonly days: string;
};

/** The windows as the form opens: none, so usable at any time. */
export const emptyWindows: WindowDraft = { weekdays: [], hours: [], blackouts: [], blackout: '', days: '' };

/** The most rows of hours that the API takes. */
export const mostHours = 6;

/** The most dates left out that the API takes. */
export const mostBlackouts = 100;

/** Which of these fields cannot be sent as they are. */
export type WindowFaults = { readonly hours?: 'badHours'; readonly days?: 'badDays' };

const isTyped = ({ from, to }: TypedHours): boolean => from !== '' || to !== '';
const isWhole = ({ from, to }: TypedHours): boolean => from !== '' && to !== '' && from !== to;

/** A typed number of days: 1 to 3660, none when left empty, and false when it is neither. */
const readDays = (text: string): number | undefined | false => {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return undefined;
  return /^[1-9]\d{0,3}$/.test(plain) && Number(plain) <= 3660 ? Number(plain) : false;
};

/** Looks over the windows: an empty row of hours counts as none. */
export const windowFaults = ({ hours, days }: WindowDraft): WindowFaults => ({
  ...(hours.some(row => isTyped(row) && !isWhole(row)) ? { hours: 'badHours' as const } : {}),
  ...(readDays(days) === false ? { days: 'badDays' as const } : {}),
});

/** The windows that were typed, undefined when there are none. */
export const windowsTyped = ({ weekdays, hours, blackouts }: WindowDraft): UsableOn | undefined => {
  const whole = hours.filter(isWhole);
  const windows = {
    ...(weekdays.length === 0 ? {} : { weekdays: weekdays.toSorted((a, b) => a - b) }),
    ...(whole.length === 0 ? {} : { hours: whole }),
    ...(blackouts.length === 0 ? {} : { blackouts }),
  };
  return Object.keys(windows).length === 0 ? undefined : windows;
};

/** The windows as `POST /v1/coupons` takes them. */
export const windowBody = (draft: WindowDraft): Partial<CouponWish> => {
  const usableOn = windowsTyped(draft);
  const days = readDays(draft.days);
  return {
    ...(typeof days === 'number' ? { validity: { kind: 'days-from-receipt', days } } : {}),
    ...(usableOn === undefined ? {} : { usableOn }),
  };
};
