import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike } from './browser-like.ts';
import { openConsole } from './people.ts';
import { routeKeys, samples, settleTown, type RouteKey, type Town } from './town.ts';

/** The payload of an answer that a function gives without the gateway. */
type Payload = { readonly statusCode: number; readonly body?: string };

let system: System;
let town: Town;

beforeAll(async () => {
  system = await openSystem();
  town = await settleTown(system);
});

afterAll(() => system.close());

/** Calls the function behind a route with a hand-made event, as somebody could who may invoke it. */
async function invoke(key: RouteKey, headers: Record<string, string>, claims?: Record<string, string>) {
  const { path, body } = samples[key](town);
  const [method = ''] = key.split(' ');
  const route = system.deployment.routes.find(({ routeKey }) => routeKey === key);
  const outcome = await system.functions.invoke(route?.functionArn ?? '', {
    version: '2.0',
    routeKey: key,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    requestContext: {
      requestId: 'by-hand',
      http: { method, path, sourceIp: '192.0.2.1', protocol: 'HTTP/1.1', userAgent: '' },
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: [] } } }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  });
  if (outcome.kind !== 'answered') throw new Error(`the function ${outcome.kind}`);
  const payload = outcome.payload as Payload;
  const { code } = JSON.parse(payload.body ?? '{}') as { code?: string };
  return [payload.statusCode, code];
}

function edgeHeader(): Record<string, string> {
  const { arn } = system.deployment.secrets.find(({ name }) => /edge/iu.test(name)) ?? { arn: '' };
  const { edge } = JSON.parse(system.world.secrets.value(arn)) as { edge: string };
  return { 'x-mogiri-edge': edge };
}

const staffRoutes: readonly (readonly [RouteKey, string])[] = [
  ['POST /v1/stores', 'marketer'],
  ['GET /v1/campaigns', 'marketer'],
  ['POST /v1/custodian/readings', 'custodian'],
  ['GET /v1/custodian/registers/{kind}', 'custodian'],
];

test('a function called by hand without the edge header refuses on every route, and nothing changes', async () => {
  const before = await system.world.dump();
  const claims = { sub: 'mallory', token_use: 'access', 'cognito:groups': '[marketer custodian]' };
  for (const key of routeKeys)
    expect([key, ...(await invoke(key, {}, claims))]).toEqual([key, 403, undefined]);
  expect(await system.world.dump()).toBe(before);
});

test.each(staffRoutes)('%s takes access tokens only, and only with its own group', async (key, group) => {
  const right = { sub: 'hand-made', token_use: 'access', 'cognito:groups': `[${group}]` };
  const headers = edgeHeader();
  const { 'cognito:groups': _, ...groupless } = right;
  const { sub: __, ...nameless } = right;
  const cases: [Record<string, string> | undefined, number][] = [
    [{ ...right, token_use: 'id' }, 403],
    [groupless, 403],
    [{ ...right, 'cognito:groups': `[x${group} ${group}s]` }, 403],
    [{ ...right, 'cognito:groups': '' }, 403],
    [{ ...right, sub: 'a#b|c' }, 401],
    [{ ...right, sub: 'x'.repeat(61) }, 401],
    [nameless, 401],
    [undefined, 401],
  ];
  const before = await system.world.dump();
  for (const [claims, status] of cases) expect((await invoke(key, headers, claims))[0]).toBe(status);
  expect(await system.world.dump()).toBe(before);
  expect((await invoke(key, headers, right))[0]).toBeLessThan(300);
});

/**
 * All rows but what is kept of refused tries: a stranger's try counts against the stranger, a till's is noted, and a
 * counter stays when its try went back.
 */
async function rowsWithoutTries(): Promise<string> {
  const lines = (await system.world.dump()).split('\n');
  return lines.filter(line => !/CNT#(?:failures-address|refused-|pin#)|"ATT#/u.test(line)).join('\n');
}

test('another shopper finds no voucher of somebody else, and cannot redeem one', async () => {
  const { people, vouchers, ids } = town;
  const before = await rowsWithoutTries();
  const at = `/v1/vouchers/${vouchers.hanakos.voucherId}`;
  const proof = { kind: 'store-pin', pin: '86420975' };
  const looked = await people.taro.get(at);
  const redeemed = await people.taro.post(`${at}/redemptions`, { storeId: ids.here, proof });
  for (const { status, body } of [looked, redeemed])
    expect([status, body['code']]).toEqual([404, 'voucher.not_found']);
  expect(await rowsWithoutTries()).toBe(before);
});

test('a till of another store cannot undo what it did not redeem, and learns nothing of it', async () => {
  const before = await system.world.dump();
  const { people, ids } = town;
  const at = `/v1/till/redemptions/${ids.redemptionId}/undo`;
  const { status, body } = await people.otherTill.post(at, { reason: 'よその店' });
  expect([status, body['code']]).toEqual([404, 'redemption.not_found']);
  expect(await system.world.dump()).toBe(before);
});

test('a till of another store cannot redeem a voucher that is bound to one store', async () => {
  const { people, vouchers } = town;
  const { code } = vouchers.bound;
  expect((await people.till.get(`/v1/till/vouchers/${code}`)).body).toMatchObject({ usable: false });
  const before = await rowsWithoutTries();
  const refused = await people.till.post('/v1/till/redemptions', { code });
  expect([refused.status, refused.body['code']]).toEqual([422, 'coupon.not_at_this_store']);
  expect(await rowsWithoutTries()).toBe(before);
  expect((await people.otherTill.post('/v1/till/redemptions', { code })).status).toBe(201);
});

test('a challenge belongs to the browser that began it', async () => {
  const { challenge } = town;
  const { challengeId, browser: _, ...rest } = challenge;
  const stranger = openBrowserLike(town.origin, { address: '10.200.0.1' });
  await stranger.post('/v1/challenges', { phone: '070-8888-8888' });
  const before = await rowsWithoutTries();
  const body = { ...rest, consents: { delivery: true } };
  const confirmed = await stranger.post(`/v1/challenges/${challengeId}/confirm`, body);
  const resent = await stranger.post(`/v1/challenges/${challengeId}/resend`, { phone: rest.phone });
  for (const answer of [confirmed, resent])
    expect([answer.status, answer.body['code']]).toEqual([404, 'challenge.not_found']);
  expect(await rowsWithoutTries()).toBe(before);
});

test('sessions and tokens end in time, although nobody has deleted them', async () => {
  const { people, tokens } = town;
  // The clock itself, not the control that also sweeps: DynamoDB may delete what has expired days late.
  const { advance } = system.clock;
  const statusOf = async (path: string, who: { get(path: string): Promise<{ status: number }> }) =>
    (await who.get(path)).status;
  const console = openBrowserLike(town.origin, { token: tokens.marketer });
  const desk = openBrowserLike(town.origin, { token: tokens.custodian });
  const look = () =>
    Promise.all([
      statusOf('/v1/me', people.hanako),
      statusOf(`/v1/till/vouchers/${town.vouchers.taros.code}`, people.till),
      statusOf('/v1/stores', console),
      statusOf('/v1/custodian/registers/readings', desk),
    ]);
  expect(await look()).toEqual([200, 200, 200, 200]);
  advance(3601);
  expect(await look()).toEqual([200, 200, 401, 401]);
  advance(7 * 3600);
  expect(await look()).toEqual([200, 401, 401, 401]);
  advance(29 * 86_400);
  expect((await look())[0]).toBe(200);
  advance(86_400);
  expect((await look())[0]).toBe(401);
  expect((await (await openConsole(town.origin)).get('/v1/stores')).status).toBe(200);
});
