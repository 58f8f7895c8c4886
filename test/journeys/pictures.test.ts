import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { noisyPng, pictures } from '../pictures.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import { freshAddress, freshNumber, made, makeCoupon, makeStore, openConsole, signUp } from './people.ts';

let system: System;
let console: BrowserLike;
let stranger: BrowserLike;

beforeAll(async () => {
  system = await openSystem();
  console = await openConsole(system.origin);
  stranger = openBrowserLike(system.origin, { address: freshAddress() });
});

afterAll(() => system.close());

const upload = (file: Buffer) => console.post('/v1/pictures', { data: file.toString('base64') });
const rows = async () =>
  (await system.world.dump()).split('\n').filter(line => line.includes('PIC#pic_')).length;
const fetchPicture = (id: string, headers = {}) => fetch(`${system.origin}/v1/pictures/${id}`, { headers });

describe('a picture', () => {
  test('is kept once, however often it is sent, and handed out as it is', async () => {
    const file = noisyPng(3);
    const before = await rows();
    const [first, second] = [await upload(file), await upload(file)];
    expect([first.status, second.body]).toEqual([201, first.body]);
    expect(first.body).toEqual({
      pictureId: `pic_${hash('sha256', file, 'base64url')}`,
      type: 'image/png',
      width: 140,
      height: 140,
    });
    expect(await rows()).toBe(before + 1);
    const answer = await fetchPicture(String(first.body['pictureId']), { cookie: '__Host-session=x' });
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true);
    expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
      200,
      expect.objectContaining({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'content-type': 'image/png',
        'content-length': String(file.length),
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      }),
    ]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ['jpeg', 'image/jpeg'],
    ['lossy', 'image/webp'],
    ['alpha', 'image/webp'],
  ] as const)('has the type of its bytes: %s is %s', async (kind, type) => {
    const id = made(await upload(pictures[kind]), 'pictureId');
    const answer = await fetchPicture(id);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pictures[kind]);
  });

  test.each([
    `pic_${'A'.repeat(43)}`,
    'pic_short',
    'cpn_01HZX',
    '%00',
    `pic_${'é'.repeat(43)}`,
    'x'.repeat(300),
  ])('%s is nobody’s', async id => {
    const answer = await stranger.get(`/v1/pictures/${id}`);
    expect([answer.status, answer.body['code']]).toEqual([404, 'picture.not_found']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('what is no picture', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const huge = Buffer.from(pictures.png);
  huge.writeUInt32BE(50_000, 16);
  const text = (file: Buffer) => file.toString('base64');

  test.each([
    ['an SVG', text(svg), 422, 'picture.unreadable'],
    ['nothing', '', 422, 'picture.unreadable'],
    ['half a picture', text(pictures.jpeg.subarray(0, 300)), 422, 'picture.unreadable'],
    ['a picture of many pixels', text(huge), 422, 'picture.too_many_pixels'],
    ['a large file', text(noisyPng(1, 170)), 422, 'picture.too_large'],
    ['a file larger than any body', text(noisyPng(1, 300)), 413, 'request.too_large'],
    ['no base64', 'これは画像です', 400, 'request.malformed'],
    ['an address', 'https://evil.example/x.png', 400, 'request.malformed'],
  ])('%s is refused and not kept', async (_what, data, status, code) => {
    const before = await rows();
    const answer = await console.post('/v1/pictures', { data });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/svg|evil|画像/u);
    expect(await rows()).toBe(before);
  });

  test('other routes take no larger bodies than before', async () => {
    const answer = await console.post('/v1/stores', { name: 'x'.repeat(17_000), pin: '2468' });
    expect([answer.status, answer.body['code']]).toEqual([413, 'request.too_large']);
  });

  test('nobody but a marketer brings one', async () => {
    const data = text(pictures.png);
    expect((await stranger.post('/v1/pictures', { data })).status).toBe(401);
    const custodian = await openConsole(system.origin, 'custodian-1', ['custodian']);
    expect((await custodian.post('/v1/pictures', { data })).status).toBe(403);
  });
});

describe('a coupon with a picture', () => {
  const alt = { ja: '赤と白', en: 'Red and white' };

  test('shows it wherever people see the coupon, with its size and its words', async () => {
    const picture = made(await upload(pictures.lossy), 'pictureId');
    const couponId = await makeCoupon(console, { picture, pictureAlt: alt, public: true });
    const seen = { picture, pictureSize: { width: 24, height: 16 }, pictureAlt: alt };
    expect((await console.get(`/v1/coupons/${couponId}`)).body).toMatchObject(seen);
    const offers = (await stranger.get('/v1/coupons/public')).body['items'] as { couponId: string }[];
    expect(offers.find(offer => offer.couponId === couponId)).toMatchObject(seen);
    const hanako = await signUp(system.origin, '090-1111-2222', '+819011112222', false);
    const { body } = await hanako.post(`/v1/coupons/${couponId}/vouchers`);
    expect(body).toMatchObject(seen);
    const link = String(body['link']).split('/c/')[1] ?? '';
    expect((await stranger.get(`/v1/links/${link}`)).body['voucher']).toMatchObject(seen);
  });

  test('costs a redemption no more than one without', async () => {
    const storeId = await makeStore(console);
    const picture = made(await upload(noisyPng(5)), 'pictureId');
    const long = { ja: '紅'.repeat(100), en: 'x'.repeat(100) };
    const { phone, e164 } = freshNumber();
    const shopper = await signUp(system.origin, phone, e164, false);
    const unitsOf = async (wish: Record<string, unknown>) => {
      const { body } = await shopper.post(
        `/v1/coupons/${await makeCoupon(console, { public: true, ...wish })}/vouchers`,
      );
      const cursor = system.world.trail.mark();
      const proof = { kind: 'store-pin', pin: '2468' };
      const path = `/v1/vouchers/${String(body['voucherId'])}/redemptions`;
      expect((await shopper.post(path, { storeId, proof })).status).toBe(201);
      const { items } = system.world.trail.list({ cursor, limit: 10_000 });
      const sum = (kind: 'read' | 'write') => items.reduce((all, { units }) => all + (units?.[kind] ?? 0), 0);
      return [sum('read'), sum('write')];
    };
    const plain = await unitsOf({});
    expect(Math.min(...plain)).toBeGreaterThan(0);
    expect(await unitsOf({ picture, pictureAlt: long })).toEqual(plain);
  });

  test('is refused with one that nobody brought, and with words about none', async () => {
    const coupon = { title: '券', validUntil: '2099-01-01T00:00:00Z' };
    const unknown = await console.post('/v1/coupons', { ...coupon, picture: `pic_${'A'.repeat(43)}` });
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'picture.not_found']);
    const wrong = await console.post('/v1/coupons', { ...coupon, picture: '../pic' });
    expect([wrong.status, wrong.body['fields']]).toEqual([400, 'picture']);
    const words = await console.post('/v1/coupons', { ...coupon, pictureAlt: alt });
    expect([words.status, words.body['fields']]).toEqual([400, 'pictureAlt']);
  });

  test('goes without where none is named', async () => {
    const { body } = await console.get(`/v1/coupons/${await makeCoupon(console)}`);
    for (const field of ['picture', 'pictureSize', 'pictureAlt']) expect(body).not.toHaveProperty(field);
  });
});
