import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { minuteOnWall } from '../domain/wall-walk.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import { makeLeakScanner } from './leak-scanner.ts';
import { freshAddress, makeCoupon, openConsole, signUp, type ShopperLike } from './people.ts';

const pin = '86420975';
const zones = { tokyo: 'Asia/Tokyo', honolulu: 'Pacific/Honolulu' } as const;

/** Something that was used: by which till, where, when, and whether it was undone. */
type Done = {
  readonly store: keyof typeof zones;
  readonly coupon: string;
  readonly by: 'till' | 'store-pin';
  readonly at: string;
  readonly redemptionId: string;
  undone: boolean;
};

type Line = {
  readonly key: string;
  readonly label: string;
  readonly storeName?: string;
  redeemed: number;
  undone: number;
};

let system: System;
let console: BrowserLike;
let hanako: ShopperLike;
let vouchers: Record<string, { voucherId: string; code: string }>;
const stores: Record<string, string> = {};
const tills: Record<string, BrowserLike> = {};
const done: Done[] = [];

async function openStore(name: keyof typeof zones, label: string): Promise<void> {
  const made = await console.post('/v1/stores', { name: label, timeZone: zones[name], pin });
  stores[name] = String(made.body['storeId']);
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: stores[name], pin });
  tills[name] = till;
}

async function takeCoupon(title: string): Promise<string> {
  const id = await makeCoupon(console, { title, public: true, perPersonLimit: 40 });
  const { body } = await hanako.post(`/v1/coupons/${id}/vouchers`);
  vouchers[id] = { voucherId: String(body['voucherId']), code: String(body['code']) };
  return id;
}

/** Uses a voucher of Hanako's and writes down what was answered. */
async function use(store: Done['store'], coupon: string, by: Done['by'], isUndone = false): Promise<void> {
  const { voucherId = '', code = '' } = vouchers[coupon] ?? {};
  const till = tills[store];
  const key = { 'idempotency-key': `use-${done.length}` };
  const body = { storeId: stores[store], proof: { kind: 'store-pin', pin } };
  const answered =
    by === 'till'
      ? await till?.post('/v1/till/redemptions', { code }, key)
      : await hanako.post(`/v1/vouchers/${voucherId}/redemptions`, body, key);
  expect(answered?.status).toBe(201);
  const redemptionId = String(answered?.body['redemptionId']);
  done.push({ store, coupon, by, at: String(answered?.body['redeemedAt']), redemptionId, undone: isUndone });
  if (!isUndone) return;
  const undo = await till?.post(`/v1/till/redemptions/${redemptionId}/undo`, { reason: '打ち間違い' });
  expect(undo?.status).toBe(200);
}

/** What must be counted, added up from what was done. */
function expected(
  keyOf: (use: Done) => string,
  some: readonly Done[] = done,
): Record<string, [number, number]> {
  const counts: Record<string, [number, number]> = {};
  for (const one of some) {
    const [redeemed, undone] = counts[keyOf(one)] ?? [0, 0];
    counts[keyOf(one)] = one.undone ? [redeemed, undone + 1] : [redeemed + 1, undone];
  }
  return counts;
}

const onClock = ({ store, at }: Done) => minuteOnWall(zones[store], Date.parse(at));
const span = () => {
  const days = done.map(one => onClock(one).slice(0, 10)).toSorted();
  return `from=${days[0]}&to=${days.at(-1)}`;
};

async function read(query: string): Promise<Line[]> {
  const { status, body } = await console.get(`/v1/usage?${span()}&${query}`);
  expect(status).toBe(200);
  return body['items'] as Line[];
}

async function counted(query: string): Promise<Record<string, [number, number]>> {
  const lines = await read(query);
  return Object.fromEntries(
    lines.map(({ key, redeemed, undone }) => [key, [redeemed, undone] as [number, number]]),
  );
}

const exported = async (query: string) =>
  String((await console.get(`/v1/usage/export?${span()}&lang=en&${query}`)).body['csv']);

let coffee: string;
let cake: string;

beforeAll(async () => {
  system = await openSystem();
  console = await openConsole(system.origin);
  hanako = await signUp(system.origin, '090-1111-2222', '+819011112222', false);
  vouchers = {};
  await openStore('tokyo', '渋谷店');
  await openStore('honolulu', '=1+1,"Waikiki"');
  [coffee, cake] = [await takeCoupon('コーヒー無料'), await takeCoupon('+焼き菓子')];
  for (let count = 0; count < 6; count += 1) await use('tokyo', coffee, 'till');
  await use('tokyo', coffee, 'till', true);
  for (let count = 0; count < 2; count += 1) await use('tokyo', cake, 'store-pin');
  system.clock.advance(2 * 3600);
  console = await openConsole(system.origin);
  for (let count = 0; count < 8; count += 1) await use('honolulu', coffee, 'till');
  await use('honolulu', cake, 'till');
});

afterAll(() => system.close());

describe('the counts of a marketer', () => {
  test.each([
    ['store', ({ store }: Done) => stores[store] ?? ''],
    ['staff', ({ store, by }: Done) => `${stores[store]}/${by}`],
    ['hour', (one: Done) => onClock(one).slice(11, 13)],
    ['day', (one: Done) => onClock(one).slice(0, 10)],
    ['coupon', ({ coupon }: Done) => coupon],
  ] as const)('by %s are what was done', async (by, keyOf) => {
    expect(await counted(`by=${by}`)).toEqual(expected(keyOf));
  });

  test('of one coupon leave the others out, and have names', async () => {
    const some = done.filter(({ coupon }) => coupon === cake);
    expect(await counted(`by=store&couponId=${cake}`)).toEqual(
      expected(({ store }) => stores[store] ?? '', some),
    );
    expect((await read('by=coupon')).map(({ label }) => label).toSorted()).toEqual([
      '+焼き菓子',
      'コーヒー無料',
    ]);
    expect((await read('by=staff')).map(({ storeName, label }) => `${storeName}: ${label}`)).toContain(
      '渋谷店: till',
    );
    expect(await read('by=store&campaignId=cmp_none')).toEqual([]);
  });

  test('are refused where they cannot be counted', async () => {
    const refusal = async (query: string) => {
      const { status, body } = await console.get(`/v1/usage?${query}`);
      return [status, body['code'], body['fields'] ?? body['days']];
    };
    expect(await refusal('by=shopper')).toEqual([400, 'request.malformed', 'by']);
    expect(await refusal('from=2026-02-30')).toEqual([400, 'request.malformed', 'from']);
    expect(await refusal('from=2026-01-01&to=2026-02-01')).toEqual([422, 'usage.span_too_long', 31]);
  });
});

describe('the file of a marketer', () => {
  test('says what was done, with the small counts hidden', async () => {
    expect(await exported('by=coupon')).toBe(
      [
        '"Code","Store","Name","Redeemed","Undone"',
        ...[`"${coffee}","","コーヒー無料","*","<5"`, `"${cake}","","'+焼き菓子","<5","<5"`].toSorted(),
        '"Total","","","17","<5"',
        '',
      ].join('\r\n'),
    );
    const staff = await exported(`by=staff&couponId=${coffee}`);
    expect(staff).toContain(`"${stores['honolulu']}/till","'=1+1,""Waikiki""","till","8","<5"`);
    expect(staff).toContain('"Total","","","14","<5"');
  });

  test('holds nothing of a person', async () => {
    const files = await Promise.all(
      ['store', 'staff', 'hour', 'day', 'coupon'].map(by => exported(`by=${by}`)),
    );
    const secrets = {
      shoppers: [hanako.shopperId],
      vouchers: Object.values(vouchers).flatMap(({ voucherId, code }) => [voucherId, code]),
      redemptions: done.map(({ redemptionId }) => redemptionId),
      moments: done.map(({ at }) => at),
      pins: [pin],
    };
    const text = files.join('\n');
    expect(text.length).toBeGreaterThan(500);
    expect(makeLeakScanner({ numbers: [hanako.e164], secrets })(text)).toEqual([]);
    expect(text).not.toMatch(/shp_|vch_|red_/u);
  });
});

describe('the counts of a store', () => {
  const dayOf = (body: Record<string, unknown>) => {
    const { day, redeemed, undone } = body;
    return { day, redeemed, undone };
  };

  test('are those of its own day, by clerk and coupon, and of no other store', async () => {
    const today = minuteOnWall(zones.honolulu, system.clock.now()).slice(0, 10);
    const { body } = await (tills['honolulu'] ?? console).get('/v1/till/counts');
    expect(dayOf(body)).toEqual({ day: today, redeemed: 9, undone: 0 });
    const items = body['items'] as Record<string, unknown>[];
    expect(Object.fromEntries(items.map(({ by, couponId, redeemed }) => [couponId, [by, redeemed]]))).toEqual(
      {
        [coffee]: ['till', 8],
        [cake]: ['till', 1],
      },
    );
    expect(JSON.stringify(body)).not.toContain(stores['tokyo']);
    expect(JSON.stringify(body)).not.toMatch(/shp_|vch_/u);
  });

  test('of a day before are told when it is named', async () => {
    const first = onClock(done[0] ?? ({} as Done)).slice(0, 10);
    const that = done.filter(one => one.store === 'tokyo' && onClock(one).slice(0, 10) === first);
    const undone = that.filter(one => one.undone).length;
    const { body } = await (tills['tokyo'] ?? console).get(`/v1/till/counts?day=${first}`);
    expect(dayOf(body)).toEqual({ day: first, redeemed: that.length - undone, undone });
    expect((await tills['tokyo']?.get('/v1/till/counts?day=2020-02-02'))?.body).toMatchObject({
      redeemed: 0,
      items: [],
    });
    expect((await tills['tokyo']?.get('/v1/till/counts?day=tomorrow'))?.status).toBe(400);
  });

  test('are read with least rights: no index, and nothing but the store’s own rows', async () => {
    const asked = await fetch(`${system.origin}/local/trail?service=dynamodb&operation=Query`);
    const { items } = (await asked.json()) as {
      items: { principal: string; resource: string; decision: string }[];
    };
    const tillQueries = items.filter(({ principal }) => principal.includes('store-till'));
    expect(tillQueries.length).toBeGreaterThan(0);
    expect(
      tillQueries.filter(({ resource, decision }) => resource.includes('/index/') || decision !== 'Allow'),
    ).toEqual([]);
  });
});
