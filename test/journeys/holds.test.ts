import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  freshAddress,
  freshNumber,
  makeCoupon,
  makeStore,
  openConsole,
  signUp,
} from './people.ts';

let system: System;
let marketer: BrowserLike;
let here: string;

const pin = '2468';

async function openTill(storeId: string): Promise<BrowserLike> {
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId, pin });
  return till;
}

/** A shopper with a voucher, and two tills of one store. */
async function settle(storeId: string, wish: Record<string, unknown> = {}) {
  const { phone, e164 } = freshNumber();
  const shopper = await signUp(system.origin, phone, e164, false, freshAddress());
  const couponId = await makeCoupon(marketer, { public: true, ...wish });
  const { body } = await shopper.post(`/v1/coupons/${couponId}/vouchers`);
  const [voucherId, code] = [String(body['voucherId']), String(body['code'])];
  const proof = { kind: 'store-pin', pin };
  const slide = () => shopper.post(`/v1/vouchers/${voucherId}/redemptions`, { storeId, proof });
  const tills = [await openTill(storeId), await openTill(storeId)] as const;
  return { shopper, couponId, voucherId, code, slide, tills };
}

const holdAt = (till: BrowserLike, code: string) => till.post('/v1/till/holds', { code });
const redeemAt = (till: BrowserLike, code: string) => till.post('/v1/till/redemptions', { code });
const lookAt = async (till: BrowserLike, code: string) => (await till.get(`/v1/till/vouchers/${code}`)).body;
const said = ({ status, body }: Answered) => [status, body['code']];
const nowMs = () => system.clock.now();

async function attemptsAt(till: BrowserLike) {
  const { body } = await till.get('/v1/till/attempts');
  return (body['items'] as { reason: { code: string }; by: string; coupon?: { title: string } }[]) ?? [];
}

beforeAll(async () => {
  system = await openSystem();
  marketer = await openConsole(system.origin);
  here = await makeStore(marketer);
});

afterAll(() => system.close());

test('while one till holds a voucher, no other till and no phone redeems it, and all are told until when', async () => {
  const { code, slide, tills, voucherId, shopper } = await settle(here);
  const [mine, theirs] = tills;
  const held = await holdAt(mine, code);
  expect([held.status, held.body['voucherId']]).toEqual([201, voucherId]);
  const endsAt = String(held.body['endsAt']);
  const lastsMs = Date.parse(endsAt) - nowMs();
  expect(lastsMs).toBeGreaterThan(170_000);
  expect(lastsMs).toBeLessThanOrEqual(180_000);
  for (const refused of [await holdAt(theirs, code), await redeemAt(theirs, code), await slide()]) {
    expect(said(refused)).toEqual([409, 'voucher.held']);
    expect(refused.body['heldUntil']).toBe(endsAt);
  }
  expect(await lookAt(theirs, code)).toMatchObject({
    state: 'held',
    usable: false,
    reason: { code: 'voucher.held', heldUntil: endsAt },
  });
  expect(await lookAt(mine, code)).toMatchObject({ state: 'held', usable: true });
  expect((await shopper.get(`/v1/vouchers/${voucherId}`)).body['state']).toBe('issued');
  expect((await redeemAt(mine, code)).status).toBe(201);
  expect(said(await holdAt(mine, code))).toEqual([409, 'voucher.already_redeemed']);
});

test('a hold is let go of by its own till, and only by it', async () => {
  const { code, tills } = await settle(here);
  const [mine, theirs] = tills;
  const held = await holdAt(mine, code);
  const path = `/v1/till/holds/${String(held.body['holdId'])}/release`;
  expect(said(await theirs.post(path, { code }))).toEqual([404, 'hold.not_found']);
  expect(said(await redeemAt(theirs, code))).toEqual([409, 'voucher.held']);
  for (const released of [await mine.post(path, { code }), await mine.post(path, { code })])
    expect([released.status, released.body['voucherId']]).toEqual([200, held.body['voucherId']]);
  expect((await redeemAt(theirs, code)).status).toBe(201);
});

test('a hold ends by itself after three minutes, and its till may still confirm if nobody was faster', async () => {
  const { advance } = controlsOf(system.origin);
  const first = await settle(here);
  const second = await settle(here);
  await holdAt(first.tills[0], first.code);
  await holdAt(second.tills[0], second.code);
  await advance(181);
  expect(await lookAt(first.tills[1], first.code)).toMatchObject({ state: 'issued', usable: true });
  expect((await first.slide()).status).toBe(201);
  expect(said(await redeemAt(first.tills[0], first.code))).toEqual([409, 'voucher.already_redeemed']);
  expect((await redeemAt(second.tills[0], second.code)).status).toBe(201);
});

test('what cannot be used is not held, and a limit that is full is told at the look-up', async () => {
  const there = await makeStore(marketer, '新宿店');
  const elsewhere = await settle(here, { storeIds: [there] });
  expect(said(await holdAt(elsewhere.tills[0], elsewhere.code))).toEqual([422, 'coupon.not_at_this_store']);
  const limited = await settle(here, { totalLimit: 1 });
  const { phone, e164 } = freshNumber();
  const late = await signUp(system.origin, phone, e164, false, freshAddress());
  const code = String((await late.post(`/v1/coupons/${limited.couponId}/vouchers`)).body['code']);
  expect((await redeemAt(limited.tills[0], limited.code)).status).toBe(201);
  expect(await lookAt(limited.tills[0], code)).toMatchObject({
    usable: false,
    reason: { code: 'coupon.used_up' },
  });
  expect(said(await holdAt(limited.tills[0], code))).toEqual([422, 'coupon.used_up']);
});

test('a store sees its refused attempts of today, newest first, whatever till they came by', async () => {
  const there = await makeStore(marketer, '池袋店');
  const { code, slide, tills, shopper, voucherId } = await settle(there, { title: '半額' });
  const [mine, theirs] = tills;
  const wrong = { storeId: there, proof: { kind: 'store-pin', pin: '0000' } };
  await shopper.post(`/v1/vouchers/${voucherId}/redemptions`, wrong);
  await holdAt(mine, code);
  await redeemAt(theirs, code);
  await redeemAt(mine, code);
  await slide();
  await holdAt(mine, '0000000001');
  const seen = await attemptsAt(mine);
  expect(seen.map(({ reason, by }) => [reason.code, by])).toEqual([
    ['voucher.not_found', 'till'],
    ['voucher.already_redeemed', 'store-pin'],
    ['voucher.held', 'till'],
    ['store.pin_mismatch', 'store-pin'],
  ]);
  expect(seen.map(({ coupon }) => coupon?.title)).toEqual([undefined, '半額', '半額', '半額']);
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${code}|${pin}|shp_|0000000001`, 'u'));
  expect((await attemptsAt(await openTill(here))).some(({ coupon }) => coupon?.title === '半額')).toBe(false);
  await controlsOf(system.origin).advance(86_400);
  marketer = await openConsole(system.origin);
  expect(await attemptsAt(await openTill(there))).toEqual([]);
});

test('a voucher that is refused again and again is told of once, and what comes after is not kept', async () => {
  const there = await makeStore(marketer, '上野店');
  const { code, tills } = await settle(there);
  const [till] = tills;
  expect((await redeemAt(till, code)).status).toBe(201);
  for (let turn = 0; turn < 13; turn += 1)
    expect(said(await redeemAt(till, code))).toEqual([409, 'voucher.already_redeemed']);
  expect(await attemptsAt(till)).toHaveLength(10);
  const told = system.logs.lines().filter(({ line }) => line.includes('"redemption.velocity"'));
  expect(told.map(({ line }) => JSON.parse(line) as unknown)).toMatchObject([
    { code: 'redemption.velocity', of: 'voucher', storeId: there, refused: 10 },
  ]);
});

test('an undo gives back the use and the limits, and the voucher is used again', async () => {
  const { code, tills } = await settle(here, { totalLimit: 1, perStoreDayLimit: 1, exclusiveGroup: '秋' });
  const [till] = tills;
  const used = await redeemAt(till, code);
  const path = `/v1/till/redemptions/${String(used.body['redemptionId'])}/undo`;
  expect((await till.post(path, { reason: '打ち間違い' })).status).toBe(200);
  expect(said(await till.post(path, { reason: '打ち間違い' }))).toEqual([409, 'redemption.already_undone']);
  expect((await redeemAt(till, code)).status).toBe(201);
  expect(said(await redeemAt(till, code))).toEqual([409, 'voucher.already_redeemed']);
});

/** The ids of a voucher's redemptions, as they lie in the table. */
async function usesOf(voucherId: string): Promise<string[]> {
  const lines = (await system.world.dump()).split('\n').filter(line => line.includes(voucherId));
  const ids = lines.map(line => /RED#(red_\w+)/u.exec(line)?.[1]);
  return ids.filter(id => id !== undefined);
}

test.each(['till', 'phone'])(
  'a retry at the %s after a lost reply and somebody else’s undo hears the first answer, and that it was undone',
  async by => {
    const { code, tills, shopper, voucherId } = await settle(here);
    const [mine, theirs] = tills;
    const body = { storeId: here, proof: { kind: 'store-pin', pin } };
    const redeem = (key: string) =>
      by === 'till'
        ? mine.post('/v1/till/redemptions', { code }, { 'idempotency-key': key })
        : shopper.post(`/v1/vouchers/${voucherId}/redemptions`, body, { 'idempotency-key': key });
    const { faults } = system.world;
    faults.plan({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'lost-reply', next: 6 });
    expect((await redeem(`lost-${code}`)).status).toBe(500);
    faults.clear();
    const [first, ...more] = await usesOf(voucherId);
    expect(more).toEqual([]);
    const heard = await redeem(`lost-${code}`);
    expect([heard.status, heard.body['redemptionId'], heard.body['undoneAt']]).toEqual([
      201,
      first,
      undefined,
    ]);
    const undone = await theirs.post(`/v1/till/redemptions/${first}/undo`, { reason: '打ち間違い' });
    const asked = await redeem(`lost-${code}`);
    expect(asked.status).toBe(201);
    expect(asked.body).toEqual({ ...heard.body, undoneAt: undone.body['undoneAt'] });
    expect(await lookAt(mine, code)).toMatchObject({ state: 'issued', usable: true });
    const anew = await redeem(`new-${code}`);
    expect([anew.status, anew.body['undoneAt']]).toEqual([201, undefined]);
    expect((await redeem(`lost-${code}`)).body).toEqual(asked.body);
    expect(new Set(await usesOf(voucherId))).toEqual(new Set([first, anew.body['redemptionId']]));
  },
);
