import type { Language } from './dictionary.ts';
import { dayInWords } from './when.ts';

/** What is printed on a coupon, as the API tells it; Monday is 1. */
export type CouponFace = {
  readonly title: string;
  readonly terms?: string;
  readonly titleEn?: string;
  readonly termsEn?: string;
  readonly benefit?:
    | { readonly text: string; readonly textEn?: string }
    | { readonly amount: number; readonly currency: string };
  readonly picture?: string;
  readonly pictureSize?: { readonly width: number; readonly height: number };
  readonly pictureAlt?: InBoth;
  readonly usableOn?: UsableOn;
};

/** When a coupon can be used, by the clock of the store. */
export type UsableOn = {
  readonly weekdays?: readonly number[];
  readonly hours?: readonly { readonly from: string; readonly to: string }[];
  readonly blackouts?: readonly string[];
};

/** Words that a shop wrote in one language or in both. */
export type InBoth = { readonly ja?: string; readonly en?: string };

/** A coupon's title in a language, or the one there is. */
export function titleIn({ title, titleEn }: CouponFace, language: Language): string {
  return language === 'en' && titleEn !== undefined && titleEn !== '' ? titleEn : title;
}

/** A coupon's terms in a language, or those there are; empty when there are none. */
export function termsIn({ terms = '', termsEn }: CouponFace, language: Language): string {
  return language === 'en' && termsEn !== undefined && termsEn !== '' ? termsEn : terms;
}

/** A shop's message in a language, or in the one it was written in. */
export function messageIn(message: InBoth | undefined, language: Language): string | undefined {
  return message?.[language] ?? message?.ja ?? message?.en;
}

function amountOff(amount: number, currency: string, language: Language): string {
  if (language === 'ja' && currency === 'JPY') return `${amount.toLocaleString('ja')}円引`;
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount);
  return language === 'ja' ? `${money}引` : `${money} off`;
}

/** What a coupon gives, to be written large: its benefit, or its title where it says no other. */
export function benefitIn(face: CouponFace, language: Language): string {
  const { benefit } = face;
  if (benefit === undefined) return titleIn(face, language);
  if ('amount' in benefit) return amountOff(benefit.amount, benefit.currency, language);
  return language === 'en' && benefit.textEn !== undefined ? benefit.textEn : benefit.text;
}

/** The title where the benefit stands large above it. */
export function nameIn(face: CouponFace, language: Language): string | undefined {
  return face.benefit === undefined ? undefined : titleIn(face, language);
}

/** Weekdays in short, Monday first. */
export const weekdayNames = {
  ja: ['月', '火', '水', '木', '金', '土', '日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;
const some = {
  ja: { '12345': '平日', '67': '土日', '1234567': '毎日' },
  en: { '12345': 'Weekdays', '67': 'Weekends', '1234567': 'Every day' },
} as const;

function weekdaysIn(weekdays: readonly number[], language: Language): string {
  const sorted = [...weekdays].sort((a, b) => a - b);
  const known: Readonly<Record<string, string>> = some[language];
  const names = sorted.map(day => weekdayNames[language][day - 1] ?? '');
  return known[sorted.join('')] ?? names.join(language === 'ja' ? '・' : ', ');
}

const short = (clock: string) => clock.replace(/^0(?=\d)/, '');

function hoursIn({ from, to }: { from: string; to: string }, language: Language): string {
  if (to === '00:00') return `${short(from)}–24:00`;
  if (to > from) return `${short(from)}–${short(to)}`;
  return language === 'ja' ? `${short(from)}–翌${short(to)}` : `${short(from)}–${short(to)} the next day`;
}

const dayAfter = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** Dates from today on in the order of the calendar, those that follow each other as one. */
function runsOf(dates: readonly string[], nowMs: number): (readonly [string, string])[] {
  const yesterday = new Date(nowMs - 86_400_000).toISOString().slice(0, 10);
  const runs: (readonly [string, string])[] = [];
  for (const date of [...dates].sort().filter(date => date >= yesterday)) {
    const last = runs.at(-1);
    if (last !== undefined && dayAfter(last[1]) === date) runs[runs.length - 1] = [last[0], date];
    else runs.push([date, date]);
  }
  return runs;
}

function blackoutsIn(dates: readonly string[], language: Language, nowMs: number): string | undefined {
  const runs = runsOf(dates, nowMs).map(([first, last]) => {
    const from = dayInWords(first, language, nowMs);
    return first === last ? from : `${from}–${dayInWords(last, language, nowMs)}`;
  });
  if (runs.length === 0) return undefined;
  return language === 'ja' ? `${runs.join('、')}を除く` : `Not on ${runs.join(', ')}`;
}

/** When a coupon can be used, in plain words, a line each: days and hours, then the dates left out. */
export function windowsIn(on: UsableOn | undefined, language: Language, nowMs = Date.now()): string[] {
  const { weekdays, hours, blackouts = [] } = on ?? {};
  const spans = hours?.map(span => hoursIn(span, language)).join(language === 'ja' ? '、' : ', ');
  const every = [1, 2, 3, 4, 5, 6, 7];
  const when =
    weekdays === undefined && spans === undefined
      ? undefined
      : [weekdaysIn(weekdays ?? every, language), spans].filter(part => part !== undefined).join(' ');
  return [when, blackoutsIn(blackouts, language, nowMs)].filter(line => line !== undefined);
}
