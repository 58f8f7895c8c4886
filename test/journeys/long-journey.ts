import { registerKinds } from '../../lambdas/domain/register.ts';
import type { System } from '../../local/system.ts';
import { archiveRegisters } from './archive-acts.ts';
import { openBrowserLike } from './browser-like.ts';
import { search, seeOff, suspendForAWhile } from './desk-acts.ts';
import { beginLife, expected, idempotent, type Life } from './life.ts';
import { freshAddress, launchCampaign, reportOf, signUp, type Report, type ShopperLike } from './people.ts';
import { compareReadings } from './readings-acts.ts';
import { refusedNumber, signUpRefused } from './refused-number.ts';
import { comeBack, openHouse, redeem, standAtTill, useWallet, type House } from './shop-acts.ts';

async function moveCampaigns(life: Life, house: House): Promise<Report[]> {
  const { console, controls } = life;
  const draft = { name: '準備', couponId: house.sent, message: { body: '{link} {optout}' } };
  const made = await console.post('/v1/campaigns', draft, idempotent('c-1'));
  const id = String(expected(life, 'drafted', made, 201).body['campaignId']);
  expected(life, 'draft repeated', await console.post('/v1/campaigns', draft, idempotent('c-1')), 201);
  expected(life, 'not launched', await console.post(`/v1/campaigns/${id}/launch`), 409);
  for (const verb of ['plan', 'launch', 'pause', 'resume', 'cancel'])
    expected(life, verb, await console.post(`/v1/campaigns/${id}/${verb}`), 200);
  await controls.pulse();
  const visitors = await launchCampaign(console, house.sent, { audience: { storeIds: [house.here] } });
  await controls.pulse();
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'error', next: 1 });
  const doubted = await launchCampaign(console, house.sent);
  await controls.pulse();
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 1 });
  const throttled = await launchCampaign(console, house.bound);
  await controls.pulse();
  await controls.clearFaults();
  for (let minute = 0; minute < 3; minute += 1) {
    await controls.advance(61);
    await controls.pulse();
  }
  const campaigns = [visitors, doubted, throttled];
  for (const campaign of campaigns) {
    expected(life, 'campaign', await console.get(`/v1/campaigns/${campaign}`), 200);
  }
  expected(life, 'campaigns', await console.get('/v1/campaigns'), 200);
  expected(life, 'uses', await console.get('/v1/usage?by=staff'), 200);
  expected(life, 'file of uses', await console.get('/v1/usage/export?by=coupon'), 200);
  return Promise.all(campaigns.map(campaign => reportOf(console, campaign)));
}

/** Opens what the phones received: links are looked at and visited, one holder stops the messages. */
async function readMessages(life: Life, shoppers: readonly ShopperLike[]): Promise<void> {
  const stranger = openBrowserLike(life.origin, { address: freshAddress() });
  for (const { e164 } of shoppers) {
    for (const { body } of await life.controls.inbox(e164)) {
      const link = /\/c\/(\w+)/u.exec(body)?.[1];
      const stop = /\/o\/(\w+)/u.exec(body)?.[1];
      const code = /#(\d{6})$/u.exec(body)?.[1];
      if (code !== undefined) life.secrets.codes.add(code);
      if (link === undefined || stop === undefined) continue;
      life.secrets.linkTokens.add(link);
      life.secrets.optOutTokens.add(stop);
      expected(life, 'link', await stranger.get(`/v1/links/${link}`), 200);
      expected(life, 'visit', await stranger.post(`/v1/links/${link}/visits`), 200);
    }
  }
  const [stop = ''] = life.secrets.optOutTokens;
  expected(life, 'stopped', await stranger.post(`/v1/opt-outs/${stop}`), 200);
  expected(life, 'no stop', await stranger.post('/v1/opt-outs/nobody'), 404);
  expected(life, 'no link', await stranger.get('/v1/links/nobody'), 404);
}

async function readNumbers(life: Life, shopper: ShopperLike): Promise<number> {
  const token = await life.controls.token('custodian-1', ['custodian']);
  life.secrets.bearerTokens.add(token);
  const desk = openBrowserLike(life.origin, { token });
  const { shopperId } = shopper;
  const purposes = ['desk', 'disclosure', 'correction'];
  for (const purpose of purposes) {
    const read = await desk.post('/v1/custodian/readings', { shopperId, purpose, ticket: 'T-1' });
    if (expected(life, purpose, read, 200).body['phone'] !== shopper.e164) throw new Error('a wrong number');
  }
  const nobody = { shopperId: `shp_${'0'.repeat(26)}`, purpose: 'desk', ticket: 'T-2' };
  expected(life, 'no number', await desk.post('/v1/custodian/readings', nobody), 404);
  for (const kind of registerKinds)
    expected(life, kind, await desk.get(`/v1/custodian/registers/${kind}`), 200);
  return purposes.length;
}

/** Rotates the custodian's login once, from asking to the evidence. */
async function turnLogin(life: Life): Promise<void> {
  const token = await life.controls.token('custodian-1', ['custodian']);
  life.secrets.bearerTokens.add(token);
  const desk = openBrowserLike(life.origin, { token });
  expected(life, 'rotation', await desk.post('/v1/custodian/rotations'), 202);
  for (let minute = 0; minute < 15; minute += 1) {
    await life.controls.advance(60);
    await life.controls.pulse();
    const login = await desk.get('/v1/custodian/rotations');
    if (expected(life, 'login', login, 200).body['last'] !== undefined) return;
  }
  throw new Error('the rotation did not end');
}

/** A whole life: every route, and every refusal on the way that touches AWS. Answers what must be found nowhere. */
export async function liveThrough(system: System) {
  const { origin } = system;
  const life = await beginLife(system);
  const { secrets, console } = life;
  const house = await openHouse(life);
  const hanako = await signUp(origin, '090-1111-2222', '+819011112222', true);
  const taro = await signUp(origin, '+81 (0)90 3333 4444', '+819033334444', true);
  const jiro = await signUp(origin, '０８０５５５５６６６６', '+818055556666', false);
  const shoppers = [hanako, taro, jiro];
  for (const { cookies } of shoppers) for (const value of cookies.values()) secrets.cookies.add(value);
  for (const { e164 } of shoppers) secrets.numbers.add(e164);
  await comeBack(life, taro, '090 3333 4444');
  secrets.codes.add((await signUpRefused(system)).code);
  secrets.numbers.add(refusedNumber.e164);
  const voucherId = await useWallet(life, hanako, house);
  await redeem(life, hanako, house, voucherId);
  await standAtTill(life, hanako, house);
  const reports = await moveCampaigns(life, house);
  await readMessages(life, shoppers);
  const readings = await readNumbers(life, hanako);
  await turnLogin(life);
  await search(life, hanako);
  await suspendForAWhile(life, hanako);
  await seeOff(life, house);
  await archiveRegisters(life, system);
  await compareReadings(system);
  return { secrets, house, reports, readings, shoppers, console, told: life.told };
}
