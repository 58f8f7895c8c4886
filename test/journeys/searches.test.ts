import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchesPerDay } from '../../lambdas/custodian/find-shopper.ts';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import { controlsOf, signUp, type ShopperLike } from './people.ts';

let system: System;
let hanako: ShopperLike;

const custodian = async (sub: string): Promise<BrowserLike> =>
  openBrowserLike(system.origin, { token: await controlsOf(system.origin).token(sub, ['custodian']) });
const search = async (phone: string, sub = 'custodian-1') =>
  (await custodian(sub)).post('/v1/custodian/searches', { phone });

beforeAll(async () => {
  system = await openSystem();
  hanako = await signUp(system.origin, '090-1111-2222', '+819011112222', false);
});

afterAll(() => system.close());

test.each(['090-1111-2222', '+81 90 1111 2222', '０９０１１１１２２２２', '+81(0)90-1111-2222'])(
  'a number typed as %s is found through the index, and nothing is opened',
  async phone => {
    const mark = system.world.trail.mark();
    const { status, body } = await search(phone);
    const kms = system.world.trail
      .list({ cursor: mark, limit: 10_000 })
      .items.filter(({ service }) => service === 'kms');
    const found = { shopperId: hanako.shopperId, verifiedAt: expect.stringMatching(/^2\d{3}-.*Z$/u) };
    expect([status, body]).toEqual([200, { items: [found] }]);
    expect(kms.map(({ action }) => action)).toEqual(['kms:GenerateMac']);
  },
);

test('a number that nobody has proven is nobody, and says so', async () => {
  const { status, body } = await search('080-9999-8888');
  expect([status, body]).toEqual([200, { items: [] }]);
});

test.each([
  ['abc', 400, 'phone.invalid'],
  ['03-1234-5678', 422, 'phone.type_not_allowed'],
  ['+1 202 555 0123', 422, 'phone.country_not_allowed'],
])('%s is refused, and no MAC is made of it', async (phone, status, code) => {
  const mark = system.world.trail.mark();
  const answered = await search(phone);
  expect([answered.status, answered.body['code']]).toEqual([status, code]);
  const { items } = system.world.trail.list({ cursor: mark, limit: 10_000 });
  expect(items.filter(({ service }) => service === 'kms')).toEqual([]);
});

test('a custodian searches a hundred times in a day, another one too, and again tomorrow', async () => {
  const desk = await custodian('custodian-5');
  const ask = () => desk.post('/v1/custodian/searches', { phone: '080-9999-8888' });
  for (let count = 0; count < searchesPerDay; count += 1) expect((await ask()).status).toBe(200);
  const full = await ask();
  expect([full.status, full.body['code']]).toEqual([429, 'limit.too_many']);
  expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await search('080-9999-8888', 'custodian-6')).status).toBe(200);
  await controlsOf(system.origin).advance(86_400);
  expect((await search('080-9999-8888', 'custodian-5')).status).toBe(200);
});
