import { expect, test } from 'vitest';
import { lookOf, makeLedgerModel, type LedgerCall, type LedgerOp, type Terms } from './ledger-model.ts';
import { whyNotLinearizable } from './linearize.ts';

/** Tickets a and b of one coupon that is good once, for one use altogether; c and d of another, without a total. */
const terms: Readonly<Record<string, Terms>> = {
  a: { coupon: 'one', shopper: 'hanako', perPerson: 1, total: 1 },
  b: { coupon: 'one', shopper: 'taro', perPerson: 1, total: 1 },
  c: { coupon: 'free', shopper: 'hanako', perPerson: 1 },
  d: { coupon: 'free', shopper: 'taro', perPerson: 2 },
};

const model = makeLedgerModel(voucher => terms[voucher] ?? { coupon: '', shopper: '', perPerson: 0 });

const use = (key: string, voucher: string, session?: string): LedgerCall => ({
  kind: 'redeem',
  key,
  voucher,
  store: 's',
  day: 'today',
  atMs: 0,
  ...(session === undefined ? {} : { session }),
});
const undo = (key: string, of: string): LedgerCall => ({ kind: 'undo', key, use: of, atMs: 0 });
const hold = (name: string, voucher: string, session: string): LedgerCall => ({
  kind: 'hold',
  hold: name,
  voucher,
  store: 's',
  day: 'today',
  session,
  untilMs: 180_000,
  atMs: 0,
});
const look = (...seen: string[]) => ['look', lookOf(seen)] as const;

type Line = readonly [from: number, to: number, call: LedgerCall, answer: string | undefined];

const said = (lines: readonly Line[]): LedgerOp[] =>
  lines.map(([calledAt, to, call, answer]) => ({
    call,
    calledAt,
    answeredAt: answer === undefined ? Number.POSITIVE_INFINITY : to,
    answer,
  }));

/** A look at the end of everything. */
const atLast = (...seen: string[]): Line => [900, 901, { kind: 'look' }, look(...seen)[1]];

const used = 'voucher.already_redeemed';

test.each<[string, Line[]]>([
  ['nothing at all', []],
  [
    'a refusal that was made before the use it tells of was answered',
    [
      [1, 9, use('k', 'c'), 'ok'],
      [2, 3, use('l', 'c'), used],
    ],
  ],
  [
    'an undo and a new use that overlap',
    [
      [1, 2, use('k', 'c'), 'ok'],
      [3, 9, undo('u', 'k'), 'ok'],
      [4, 5, use('l', 'c'), used],
      [6, 8, use('l', 'c'), 'ok'],
      atLast('c'),
    ],
  ],
  [
    'a use that nobody heard of, seen by its retry',
    [[1, 0, use('k', 'c'), undefined], [2, 3, use('k', 'c'), 'ok'], [4, 5, use('l', 'c'), used], atLast('c')],
  ],
  [
    'a use that nobody heard of and that never was',
    [[1, 0, use('k', 'c'), undefined], [2, 3, use('l', 'c'), 'ok'], atLast('c')],
  ],
  [
    'a retry that hears of its use after an undo',
    [
      [1, 0, use('k', 'c'), undefined],
      [2, 3, use('k', 'c'), 'ok'],
      [4, 5, undo('u', 'k'), 'ok'],
      [6, 7, use('k', 'c'), 'ok'],
      atLast(),
    ],
  ],
  [
    'a hold that is confirmed by its own session only',
    [
      [1, 2, hold('h', 'c', 'till'), 'ok'],
      [3, 4, use('k', 'c'), 'voucher.held'],
      [5, 6, use('l', 'c', 'till'), 'ok'],
      atLast('c'),
    ],
  ],
  [
    'two uses at once of a ticket that is good twice',
    [[1, 9, use('k', 'd'), 'ok'], [1, 9, use('l', 'd'), 'ok'], atLast('d', 'd')],
  ],
])('has an order: %s', (_name, lines) => {
  expect(whyNotLinearizable(model, said(lines))).toBeUndefined();
});

test.each<[string, Line[]]>([
  [
    'a ticket redeemed twice at once',
    [
      [1, 9, use('k', 'c'), 'ok'],
      [2, 8, use('l', 'c'), 'ok'],
    ],
  ],
  [
    'a ticket redeemed again although nobody undid it',
    [
      [1, 2, use('k', 'c'), 'ok'],
      [3, 4, use('l', 'c'), used],
      [5, 6, use('m', 'c'), 'ok'],
    ],
  ],
  [
    'an undo that is lost: the ticket stays used',
    [
      [1, 2, use('k', 'c'), 'ok'],
      [3, 4, undo('u', 'k'), 'ok'],
      [5, 6, use('l', 'c'), used],
    ],
  ],
  [
    'an undo that is lost, seen only in the end',
    [[1, 2, use('k', 'c'), 'ok'], [3, 4, undo('u', 'k'), 'ok'], atLast('c')],
  ],
  [
    'an undo that two people were told they made',
    [
      [1, 2, use('k', 'c'), 'ok'],
      [3, 9, undo('u', 'k'), 'ok'],
      [3, 9, undo('v', 'k'), 'ok'],
    ],
  ],
  [
    'a limit that is overrun',
    [
      [1, 9, use('k', 'a'), 'ok'],
      [1, 9, use('l', 'b'), 'ok'],
    ],
  ],
  [
    'a limit that refuses while there is room',
    [
      [1, 2, use('k', 'a'), 'ok'],
      [3, 4, undo('u', 'k'), 'ok'],
      [5, 6, use('l', 'b'), 'coupon.used_up'],
    ],
  ],
  [
    'a stale answer after a lost reply: the retry is told that it was too late',
    [[1, 0, use('k', 'c'), undefined], [2, 3, use('k', 'c'), used], atLast('c')],
  ],
  [
    'a stale answer after an undo',
    [
      [1, 2, use('k', 'c'), 'ok'],
      [3, 4, undo('u', 'k'), 'ok'],
      [5, 6, use('k', 'c'), 'coupon.stopped'],
    ],
  ],
  ['a use that vanishes', [[1, 2, use('k', 'c'), 'ok'], atLast()]],
  [
    'a hold that does not hold',
    [
      [1, 2, hold('h', 'c', 'till'), 'ok'],
      [3, 4, use('k', 'c'), 'ok'],
    ],
  ],
  [
    'a hold that two tills have',
    [
      [1, 2, hold('h', 'c', 'till'), 'ok'],
      [3, 4, hold('i', 'c', 'other'), 'ok'],
    ],
  ],
  [
    'a use after a stop',
    [
      [1, 2, { kind: 'stop', coupon: 'free' }, 'ok'],
      [3, 4, use('k', 'c'), 'ok'],
    ],
  ],
  ['a refusal without any reason', [[1, 2, use('k', 'c'), used]]],
])('has none: %s', (_name, lines) => {
  expect(whyNotLinearizable(model, said(lines))).toBeDefined();
});

test('what could not come next is named, and how far the best order came', () => {
  const no = whyNotLinearizable(
    model,
    said([
      [1, 2, use('k', 'c'), 'ok'],
      [3, 4, use('l', 'd'), 'ok'],
      [5, 6, use('m', 'c'), 'ok'],
    ]),
  );
  expect(no).toMatchObject({ explained: 2, stuck: [{ call: { key: 'm' } }] });
});

test('three thousand calls of forty people at once are put in order in a moment', () => {
  const lines: Line[] = [];
  for (let turn = 0; turn < 150; turn += 1) {
    const at = turn * 100;
    lines.push([at, at + 60, use(`k${turn}`, 'c'), 'ok']);
    for (let person = 0; person < 18; person += 1)
      lines.push([at + person, at + 80, use(`l${turn}-${person}`, 'c'), used]);
    lines.push([at + 85, at + 95, undo(`u${turn}`, `k${turn}`), 'ok']);
  }
  const startedAt = performance.now();
  expect(whyNotLinearizable(model, said(lines))).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(5000);
});
