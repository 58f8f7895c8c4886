import { pictures } from '../pictures.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import { expected, idempotent, pins, type Life } from './life.ts';
import { freshAddress, lastCode, makeCoupon, makeStore, type ShopperLike } from './people.ts';

/** Opens two stores and defines three coupons, with repeated and reused keys on the way. */
export async function openHouse(life: Life) {
  const { console } = life;
  const here = await makeStore(console, '渋谷店', pins.here);
  const body = { name: '新宿店', pin: pins.there };
  const first = expected(life, 'store made', await console.post('/v1/stores', body, idempotent('s-1')), 201);
  expected(life, 'store repeated', await console.post('/v1/stores', body, idempotent('s-1')), 201);
  const other = await console.post('/v1/stores', { ...body, name: '上野店' }, idempotent('s-1'));
  expected(life, 'store key reused', other, 409);
  const there = String(first.body['storeId']);
  const drawn = { data: pictures.jpeg.toString('base64') };
  const kept = expected(life, 'picture', await console.post('/v1/pictures', drawn), 201);
  expected(life, 'picture again', await console.post('/v1/pictures', drawn), 201);
  expected(life, 'no picture', await console.post('/v1/pictures', { data: 'AAAA' }), 422);
  const picture = String(kept.body['pictureId']);
  const open = await makeCoupon(console, { picture, public: true, totalLimit: 100, perPersonLimit: 2 });
  const bound = await makeCoupon(console, { title: '新宿だけ', public: true, storeIds: [there] });
  const sent = await makeCoupon(console, { title: '配信用' });
  const gone = await makeCoupon(console, { title: '終了' });
  expected(life, 'coupon stopped', await console.post(`/v1/coupons/${gone}/stop`, {}), 200);
  for (const path of [`/v1/stores/${here}`, `/v1/coupons/${open}`, '/v1/stores', '/v1/coupons'])
    expected(life, path, await console.get(path), 200);
  for (const change of [{ name: '渋谷本店', group: '城南' }, { group: null }])
    expected(life, 'store changed', await console.put(`/v1/stores/${here}`, change), 200);
  expected(life, 'no store', await console.get('/v1/stores/str_none'), 404);
  expected(life, 'no coupon', await console.get('/v1/coupons/cpn_none'), 404);
  const ended = await makeCoupon(console, { title: '売り切れ', usableOn: { weekdays: [1] } });
  const stop = () => console.post(`/v1/coupons/${ended}/stop`, { message: { ja: '売り切れました' } });
  expected(life, 'stopped', await stop(), 200);
  expected(life, 'stopped again', await stop(), 200);
  return { here, there, open, bound, sent, picture };
}

/** What a marketer has set up. */
export type House = Awaited<ReturnType<typeof openHouse>>;

/** A browser that starts a verification, mistypes, waits, asks again and gets in. */
export async function comeBack(life: Life, shopper: ShopperLike, phone: string): Promise<void> {
  const browser = openBrowserLike(life.origin, { address: freshAddress() });
  const policyVersion = (await browser.get('/v1/policies/current')).body['policyVersion'];
  const started = expected(life, 'start again', await browser.post('/v1/challenges', { phone }), 202);
  const at = `/v1/challenges/${String(started.body['challengeId'])}`;
  const confirm = (code: string, extra = {}) =>
    browser.post(`${at}/confirm`, { phone, code, consents: { delivery: true }, policyVersion, ...extra });
  const code = await lastCode(life.controls, shopper.e164);
  life.secrets.codes.add(code);
  expected(life, 'wrong code', await confirm(code === '000000' ? '000001' : '000000'), 400);
  expected(life, 'old policy', await confirm(code, { policyVersion: 'old' }), 422);
  expected(life, 'too soon', await browser.post(`${at}/resend`, { phone }), 429);
  await life.controls.advance(31);
  expected(life, 'resend', await browser.post(`${at}/resend`, { phone }), 202);
  expected(life, 'returning', await confirm(code), 200);
  expected(life, 'used', await confirm(code), 409);
  life.secrets.cookies.add(browser.cookies.get('__Host-session') ?? '');
  expected(life, 'signed out', await browser.post('/v1/me/sign-out'), 200);
}

/** Reads, changes and fills a wallet; answers the voucher of the open coupon. */
export async function useWallet(life: Life, shopper: ShopperLike, house: House): Promise<string> {
  const policyVersion = (await shopper.get('/v1/policies/current')).body['policyVersion'];
  const wish = (granted: boolean) => shopper.put('/v1/me/consents/delivery', { granted, policyVersion });
  expected(life, 'me', await shopper.get('/v1/me'), 200);
  expected(life, 'withdraw', await wish(false), 200);
  expected(life, 'grant', await wish(true), 200);
  expected(life, 'public', await shopper.get('/v1/coupons/public'), 200);
  expected(life, 'picture', await shopper.get(`/v1/pictures/${house.picture}`), 200);
  const taken = await shopper.post(`/v1/coupons/${house.open}/vouchers`);
  expected(life, 'taken', taken, 201);
  expected(life, 'taken twice', await shopper.post(`/v1/coupons/${house.open}/vouchers`), 201);
  expected(life, 'not public', await shopper.post(`/v1/coupons/${house.sent}/vouchers`), 404);
  expected(life, 'bound taken', await shopper.post(`/v1/coupons/${house.bound}/vouchers`), 201);
  for (const { voucherId, code, link } of (await shopper.get('/v1/me/vouchers')).body['items'] as {
    voucherId: string;
    code: string;
    link: string;
  }[]) {
    life.secrets.voucherCodes.add(code);
    life.secrets.linkTokens.add(link.split('/c/')[1] ?? '');
    expected(life, 'voucher', await shopper.get(`/v1/vouchers/${voucherId}`), 200);
  }
  return String(taken.body['voucherId']);
}

/** Redeems on the shopper's phone, with a wrong PIN first and the same request again afterwards. */
export async function redeem(
  life: Life,
  shopper: ShopperLike,
  house: House,
  voucherId: string,
): Promise<void> {
  const at = `/v1/vouchers/${voucherId}/redemptions`;
  const proof = (pin: string) => ({ kind: 'store-pin', pin });
  const post = (storeId: string, pin: string, key: string) =>
    shopper.post(at, { storeId, proof: proof(pin) }, idempotent(key));
  expected(life, 'wrong pin', await post(house.here, '0000', 'r-0'), 403);
  expected(life, 'no such store', await post('str_none', pins.here, 'r-0'), 404);
  expected(life, 'redeemed', await post(house.here, pins.here, 'r-1'), 201);
  expected(life, 'redeemed again', await post(house.here, pins.here, 'r-1'), 201);
  const what = `${at}/${house.here}`;
  expected(life, 'what came of it', await shopper.get(what, idempotent('r-1')), 200);
  expected(life, 'redeem key reused', await post(house.there, pins.there, 'r-1'), 409);
}

/** A manager enrols the till and adds a clerk, who signs in and out; both are looked after and ended. */
async function letStaffIn(life: Life, till: BrowserLike, { there }: House): Promise<void> {
  const enrol = { storeId: there, pin: pins.there, name: '入口のレジ' };
  const device = expected(life, 'enrolled', await till.post('/v1/till/devices', enrol), 201);
  const wish = { name: '佐藤', role: 'clerk', pin: pins.clerk };
  const add = () => till.post('/v1/till/staff', wish, idempotent('st-1'));
  const { body } = expected(life, 'staff added', await add(), 201);
  expected(life, 'staff added again', await add(), 201);
  const [staffId, deviceId] = [String(body['staffId']), String(device.body['deviceId'])];
  const clerk = openBrowserLike(life.origin, { address: freshAddress() });
  clerk.cookies.set('__Host-device', till.cookies.get('__Host-device') ?? '');
  const signIn = (pin: string) => clerk.post('/v1/till/sign-in', { storeId: there, staffId, pin });
  expected(life, 'staff listed', await clerk.get('/v1/till/staff'), 200);
  expected(life, 'wrong staff pin', await signIn('0000'), 403);
  expected(life, 'staff in', await signIn(pins.clerk), 200);
  for (const value of clerk.cookies.values()) life.secrets.cookies.add(value);
  expected(life, 'store qr', await clerk.get('/v1/till/qr'), 200);
  expected(life, 'not a manager', await clerk.get('/v1/till/devices'), 403);
  expected(life, 'staff out', await clerk.post('/v1/till/sign-out'), 200);
  const at = `/v1/till/staff/${staffId}`;
  expected(life, 'staff pin', await till.put(`${at}/pin`, { pin: pins.clerkLater }), 200);
  expected(life, 'staff role', await till.put(`${at}/role`, { role: 'manager' }), 200);
  expected(life, 'staff ended', await till.post(`${at}/end`), 200);
  expected(life, 'staff counted', await life.console.get(`/v1/stores/${there}/staff`), 200);
  expected(life, 'devices', await till.get('/v1/till/devices'), 200);
  expected(life, 'device ended', await till.post(`/v1/till/devices/${deviceId}/end`), 200);
}

/** Works at a till: signs in, looks up, redeems, repeats, undoes. */
export async function standAtTill(life: Life, shopper: ShopperLike, house: House): Promise<void> {
  const till = openBrowserLike(life.origin, { address: freshAddress() });
  const signIn = (pin: string) => till.post('/v1/till/sign-in', { storeId: house.there, pin });
  expected(life, 'wrong till pin', await signIn('0000'), 403);
  expected(life, 'till open', await signIn(pins.there), 200);
  life.secrets.cookies.add(till.cookies.get('__Host-till') ?? '');
  await letStaffIn(life, till, house);
  const vouchers = (await shopper.get('/v1/me/vouchers')).body['items'] as {
    couponId: string;
    code: string;
  }[];
  const code = vouchers.find(({ couponId }) => couponId === house.open)?.code ?? '';
  expected(life, 'looked up', await till.get(`/v1/till/vouchers/${code}`), 200);
  expected(life, 'unknown code', await till.get('/v1/till/vouchers/0000000001'), 404);
  const hold = await till.post('/v1/till/holds', { code });
  const held = `/v1/till/holds/${String(expected(life, 'held', hold, 201).body['holdId'])}/release`;
  expected(life, 'let go', await till.post(held, { code }), 200);
  expected(life, 'held again', await till.post('/v1/till/holds', { code }), 201);
  const use = (key: string) => till.post('/v1/till/redemptions', { code }, idempotent(key));
  const used = expected(life, 'till redeemed', await use('t-1'), 201);
  expected(life, 'till repeated', await use('t-1'), 201);
  expected(life, 'till used up', await use('t-2'), 409);
  const undo = () =>
    till.post(
      `/v1/till/redemptions/${String(used.body['redemptionId'])}/undo`,
      { reason: '打ち間違い' },
      idempotent('u-1'),
    );
  expected(life, 'undone', await undo(), 200);
  expected(life, 'day counted', await till.get('/v1/till/counts'), 200);
  expected(life, 'undone again', await undo(), 200);
  expected(life, 'attempts', await till.get('/v1/till/attempts'), 200);
}
