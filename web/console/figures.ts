import type { Language } from '../paper/dictionary.ts';
import { formatDay, formatMoment } from '../paper/when.ts';
import { isoInZone, wallInZone } from './zoned-time.ts';

/** How the console writes counts, shares, money and times in one language. */
export type Figures = {
  readonly count: (count: number) => string;
  readonly percent: (share: number) => string;
  readonly money: (amount: number, currency: string) => string;
  readonly moment: (iso: string, timeZone: string) => string;
  readonly day: (iso: string, timeZone: string) => string;
  readonly clock: (atMs: number) => string;
};

const locales = { ja: 'ja-JP', en: 'en-GB' } as const;

const onClockOf = (iso: string, timeZone: string): string =>
  isoInZone(wallInZone(Date.parse(iso), timeZone), timeZone) ?? iso;

/** Makes the writers of a language; `narrowSymbol` keeps ¥ and $ short. */
export const figuresIn = (language: Language): Figures => {
  const locale = locales[language];
  const whole = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return {
    count: count => whole.format(count),
    percent: share => percent.format(share),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
        amount,
      ),
    moment: (iso, timeZone) => formatMoment(onClockOf(iso, timeZone), language),
    day: (iso, timeZone) => formatDay(onClockOf(iso, timeZone), language),
    clock: atMs => clock.format(atMs),
  };
};
