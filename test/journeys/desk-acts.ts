import { openBrowserLike } from './browser-like.ts';
import { expected, pins, type Life } from './life.ts';
import { freshAddress, openConsole, type ShopperLike } from './people.ts';
import type { House } from './shop-acts.ts';

/** A number that nobody has proven; it is asked for and must be found nowhere afterwards. */
const unknownNumber = '+819077778888';

/** Finds a shopper by number at the desk, and somebody who is not there. */
export async function search(life: Life, shopper: ShopperLike): Promise<void> {
  const token = await life.controls.token('custodian-1', ['custodian']);
  const desk = openBrowserLike(life.origin, { token });
  const ask = (phone: string) => desk.post('/v1/custodian/searches', { phone });
  const found = expected(life, 'found', await ask(shopper.e164), 200).body['items'];
  if (!JSON.stringify(found).includes(shopper.shopperId)) throw new Error('the shopper was not found');
  life.secrets.numbers.add(unknownNumber);
  const nobody = expected(life, 'not found', await ask(unknownNumber), 200).body['items'];
  if ((nobody as unknown[]).length > 0) throw new Error('somebody was found who is not there');
}

/** A shopper is looked at, suspended and reinstated; what the desk noted lies beside the register. */
export async function suspendForAWhile(life: Life, { shopperId }: ShopperLike): Promise<void> {
  const token = await life.controls.token('custodian-1', ['custodian']);
  const desk = openBrowserLike(life.origin, { token });
  const path = `/v1/custodian/shoppers/${shopperId}`;
  expected(life, 'shopper seen', await desk.get(path), 200);
  const wish = { reason: 'abuse', note: '店から連絡があった' };
  expected(life, 'suspended', await desk.post(`${path}/suspend`, wish), 200);
  expected(life, 'suspended again', await desk.post(`${path}/suspend`, wish), 200);
  expected(life, 'reinstated', await desk.post(`${path}/reinstate`, { note: '解決した' }), 200);
  const nobody = `/v1/custodian/shoppers/shp_${'0'.repeat(26)}`;
  expected(life, 'no shopper', await desk.get(nobody), 404);
}

/** Somebody sets a PIN, leaves, and is out; the store whose PIN they knew gets a new one. */
export async function seeOff(life: Life, house: House): Promise<void> {
  const { origin, controls } = life;
  const console = await openConsole(origin);
  const desk = openBrowserLike(origin, { token: await controls.token('custodian-1', ['custodian']) });
  const goer = await openConsole(origin, 'marketer-9');
  expected(life, 'PIN set', await goer.put(`/v1/stores/${house.there}/pin`, { pin: pins.later }), 200);
  expected(life, 'staff', await desk.get('/v1/custodian/staff'), 200);
  const path = '/v1/custodian/staff/stf_marketer-9/leave';
  expected(life, 'not left', await desk.get(path), 404);
  const wish = { reason: '退職', storeIds: [house.here] };
  expected(life, 'left', await desk.post(path, wish), 200);
  expected(life, 'out', await goer.get('/v1/stores'), 403);
  const till = openBrowserLike(origin, { address: freshAddress() });
  const signIn = { storeId: house.there, pin: pins.later };
  expected(life, 'PIN out', await till.post('/v1/till/sign-in', signIn), 403);
  expected(life, 'PIN known', await console.put(`/v1/stores/${house.here}/pin`, { pin: pins.here }), 422);
  expected(life, 'PIN renewed', await console.put(`/v1/stores/${house.here}/pin`, { pin: pins.there }), 200);
  expected(life, 'leave seen', await desk.get(path), 200);
}
