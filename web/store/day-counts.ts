import { benefitIn, type CouponFace } from '../paper/coupon-words.ts';
import { languageWritten } from '../paper/dictionary.ts';
import { h, put } from '../paper/dom.ts';
import { whileHere } from '../paper/while-here.ts';
import { countWords, type CountWords } from './count-words.ts';
import type { Till } from './till.ts';

/** A line of the day: a clerk's uses of a coupon, or those that came without a clerk. */
export type DayLine = {
  readonly by: 'staff' | 'store-pin' | 'store-qr' | 'till';
  readonly staffId?: string;
  readonly staffName?: string;
  readonly couponId: string;
  readonly coupon?: CouponFace;
  readonly redeemed: number;
  readonly undone: number;
};

/** The store's day so far (`GET /v1/till/counts`). */
export type DayCounts = {
  readonly day: string;
  readonly redeemed: number;
  readonly undone: number;
  readonly items: readonly DayLine[];
};

/** The lines of each coupon, the most used coupon first. */
export function byCoupon(items: readonly DayLine[]): readonly (readonly [DayLine, ...DayLine[]])[] {
  const coupons = new Map<string, [DayLine, ...DayLine[]]>();
  for (const line of items) {
    const lines = coupons.get(line.couponId);
    if (lines === undefined) coupons.set(line.couponId, [line]);
    else lines.push(line);
  }
  return [...coupons.values()].toSorted((a, b) => usesOf(b) - usesOf(a));
}

/** The uses of some lines that stand. */
export function usesOf(lines: readonly DayLine[]): number {
  return lines.reduce((sum, { redeemed }) => sum + redeemed, 0);
}

function whoIn(line: DayLine, words: CountWords): string {
  const byTill = {
    staff: words.staff,
    till: words.till,
    'store-pin': words.storePin,
    'store-qr': words.storeQr,
  };
  return line.staffName ?? byTill[line.by];
}

function clerkLine(line: DayLine, words: CountWords): HTMLElement {
  const count = words.uses(line.redeemed);
  const figures = line.undone === 0 ? count : `${count} ${words.undone(line.undone)}`;
  return h(
    'li',
    { class: 'row small quiet' },
    h('span', { class: 'grow' }, whoIn(line, words)),
    h('span', { class: 'figures' }, figures),
  );
}

function couponLine(lines: readonly [DayLine, ...DayLine[]], till: Till): HTMLElement {
  const { language } = till;
  const words = countWords[language];
  const [{ coupon, couponId }] = lines;
  const what = coupon === undefined ? couponId : benefitIn(coupon, language);
  return h(
    'li',
    {},
    h(
      'div',
      { class: 'row' },
      h('strong', { class: 'grow', lang: languageWritten(what) }, what),
      h('span', { class: 'figures' }, words.uses(usesOf(lines))),
    ),
    h('ul', { class: 'bare' }, ...lines.map(line => clerkLine(line, words))),
  );
}

/**
 * What was used at this store today, as one line; behind it by coupon and clerk. It stays away where it cannot be read;
 * returns what to call on leaving.
 */
export function dayCounts(till: Till): { element: HTMLElement; leave: () => void } {
  const { api, language } = till;
  const words = countWords[language];
  const element = h('div', { class: 'day-counts' });
  const leave = whileHere(api.get<DayCounts>('/v1/till/counts'), answer => {
    if (!answer.ok) return;
    const { redeemed, undone, items } = answer.value;
    const undo = undone === 0 ? '' : ` ${words.undone(undone)}`;
    const line = `${words.today(redeemed)}${undo}`;
    if (items.length === 0) {
      put(element, h('p', { class: 'figures' }, line));
      return;
    }
    const list = h('ul', { class: 'bare recents' }, ...byCoupon(items).map(lines => couponLine(lines, till)));
    const summary = h('summary', { class: 'section-title figures' }, line);
    put(element, h('details', { class: 'stack' }, summary, list));
  });
  return { element, leave };
}
