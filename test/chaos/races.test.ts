import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyHead, hashOf, type Entry } from '../../lambdas/domain/register.ts';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import type { System } from '../../local/system.ts';
import { openBrowserLike } from '../journeys/browser-like.ts';
import { makeCoupon, makeStore, openConsole } from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';
import {
  askForCode,
  confirm,
  countAnswers,
  failures,
  itemsOf,
  join,
  joinAll,
  redeem,
  take,
} from './crowd.ts';
import { openPlantedSystem } from './planted-system.ts';
import { raceOn, redeemManyTimes, settle, timesRedeemed } from './redeem-race.ts';

let system: System;

beforeAll(async () => {
  system = await openSystem();
});

afterAll(() => system.close());

const times = <T>(count: number, task: () => T) => Array.from({ length: count }, () => task);

test('of 200 redemptions of one voucher at once, one is made and the others say why not', async () => {
  expect(timesRedeemed(await redeemManyTimes(system, await settle(system), 200)), 'from cold').toBe(1);
  const race = await redeemManyTimes(system, await settle(system), 200);
  const counts = countAnswers(race.answers);
  console.log(counts, `${race.mostBusy} environments at work at once`);
  expect(race.mostBusy).toBeGreaterThanOrEqual(4);
  expect(timesRedeemed(race)).toBe(1);
  const used = counts['409 voucher.already_redeemed'] ?? 0;
  expect(used + (counts['429 store.pin_locked'] ?? 0)).toBe(199);
  expect(used).toBeGreaterThan(0);
});

test('the same check finds a redemption that reads first and writes afterwards', async () => {
  const planted = await openPlantedSystem();
  try {
    // The first race also starts the environments; from the second on all of them run at once.
    const redeemed = [];
    for (let round = 0; round < 3; round += 1)
      redeemed.push(timesRedeemed(await redeemManyTimes(planted, await settle(planted), 200)));
    console.log('redeemed in three races:', redeemed);
    expect(Math.max(...redeemed)).toBeGreaterThan(1);
  } finally {
    await planted.close();
  }
});

test('a voucher redeemed on the phone and at the till at the same moment is redeemed once', async () => {
  const { holder, storeId, voucherId, code } = await settle(system);
  const till = openBrowserLike(system.origin, { address: '10.200.0.1' });
  expect((await till.post('/v1/till/sign-in', { storeId, pin: '2468' })).status).toBe(200);
  const onPhone = times(30, () => redeem(holder, voucherId, storeId));
  const atTill = times(30, () => till.post('/v1/till/redemptions', { code }));
  const race = await raceOn(
    system,
    'store-till',
    [...onPhone, ...atTill].sort(() => Math.random() - 0.5),
  );
  console.log(countAnswers(race.answers));
  expect(timesRedeemed(race)).toBe(1);
  expect(failures(race.answers)).toEqual([]);
});

test('a coupon for ten is redeemed ten times by forty people at once', async () => {
  const marketer = await openConsole(system.origin);
  const storeId = await makeStore(marketer);
  const couponId = await makeCoupon(marketer, { public: true, totalLimit: 10 });
  const members = await joinAll(system, 40, false);
  const vouchers = await Promise.all(members.map(member => take(member, couponId)));
  const attempts = members.map(
    (member, place) => () => redeem(member, vouchers[place]?.voucherId ?? '', storeId),
  );
  const { answers, mostBusy } = await raceOn(system, 'shopper-redeem', attempts);
  expect(mostBusy).toBeGreaterThanOrEqual(4);
  expect(countAnswers(answers)).toEqual({ '201': 10, '422 coupon.used_up': 30 });
});

test('30 confirmations of two challenges of one new number make one shopper', async () => {
  const first = await askForCode(system);
  const second = await askForCode(system, first.e164);
  const known = (await itemsOf(system, 'vault')).length;
  const attempts = [first, second].flatMap(waiting => times(15, () => confirm(waiting, waiting.code)));
  const { answers } = await raceOn(system, 'shopper-verify', attempts);
  console.log(countAnswers(answers));
  const made = answers.filter(({ status }) => status === 200);
  expect(made.length).toBeGreaterThanOrEqual(1);
  expect(made.length).toBeLessThanOrEqual(2);
  expect(new Set(made.map(({ body }) => body['shopperId'])).size).toBe(1);
  expect(failures(answers)).toEqual([]);
  expect((await itemsOf(system, 'vault')).length).toBe(known + 1);
});

/** A shopper's chain of consent facts, as it lies in the register. */
async function chainOf(shopperId: string): Promise<Entry[]> {
  const rows = (await itemsOf(system, 'register')).filter(({ pk }) => pk?.['S'] === `consents#${shopperId}`);
  const plain = (value: Record<string, unknown>): unknown => {
    if (value['M'] === undefined) return value['N'] === undefined ? value['S'] : Number(value['N']);
    const fields = Object.entries(value['M'] as Record<string, Record<string, unknown>>);
    return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]));
  };
  return rows
    .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
    .map(row => row as unknown as Entry)
    .sort((left, right) => left.sequence - right.sequence);
}

test('consent changes at once leave one unbroken chain of facts, and the last is what stands', async () => {
  const member = await join(system);
  const { answers } = await raceOn(
    system,
    'shopper-wallet',
    Array.from(
      { length: 40 },
      (_, place) => () => member.put('/v1/me/consents/delivery', { granted: place % 2 === 1, policyVersion }),
    ),
  );
  console.log(countAnswers(answers));
  expect(failures(answers)).toEqual([]);
  const chain = await chainOf(member.shopperId);
  expect(chain.length).toBeGreaterThan(3);
  let head = emptyHead;
  for (const row of chain) {
    const { kind, chain: name, sequence, previousHash, atMs, fact, hash } = row;
    expect([sequence, previousHash]).toEqual([head.sequence + 1, head.hash]);
    expect(hashOf({ kind, chain: name, sequence, previousHash, atMs, fact })).toBe(hash);
    head = { sequence, hash, atMs };
  }
  const last = chain.findLast(({ fact }) => fact['purpose'] === 'delivery');
  const { body } = await member.get('/v1/me');
  expect(body).toMatchObject({ consents: { delivery: { state: last?.fact['state'] } } });
});
