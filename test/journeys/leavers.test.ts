import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { controlsOf, freshAddress, makeStore, openConsole } from './people.ts';
import { codeOf } from './raw-call.ts';
import { doorOf, sendSample } from './send-sample.ts';
import { enrolTill, routeKeys, samples, settleTown, type RouteKey, type Town } from './town.ts';

const pins = { own: '70615243', known: '81726354', others: '92837465', next: '50493827' } as const;
const reason = '無断でPINを人に教えた';
const goerPath = '/v1/custodian/staff/stf_goer/leave';

let system: System;
let town: Town;
let desk: BrowserLike;
let marketer: BrowserLike;
let stores: Record<'own' | 'known' | 'others', string>;
let tills: Record<'own' | 'known' | 'others', BrowserLike>;
let tokens: Record<'issued before' | 'issued after', string>;
let first: Answered;

const told = ({ status, body }: Answered) => [status, body['code']];
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const tillCookie = ({ cookies }: BrowserLike) => ({
  cookie: ['__Host-till', '__Host-device'].map(name => `${name}=${cookies.get(name) ?? 'none'}`).join('; '),
});
async function openTill(storeId: string, pin: string): Promise<BrowserLike> {
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  const { status } = await till.post('/v1/till/sign-in', { storeId, pin });
  if (status !== 200) throw new Error(`the till answered ${status}`);
  await enrolTill(till, storeId, pin);
  return till;
}

const signIn = (storeId: string, pin: string) =>
  openBrowserLike(system.origin, { address: freshAddress() }).post('/v1/till/sign-in', { storeId, pin });

const enrol = (storeId: string, pin: string) =>
  openBrowserLike(system.origin, { address: freshAddress() }).post('/v1/till/devices', {
    storeId,
    pin,
    name: 'レジ',
  });

function redeem(storeId: string, pin: string) {
  const { path } = samples['POST /v1/vouchers/{voucherId}/redemptions'](town);
  return town.people.hanako.post(path, { storeId, proof: { kind: 'store-pin', pin } });
}

beforeAll(async () => {
  system = await openSystem();
  town = await settleTown(system);
  const { origin } = system;
  const { token } = controlsOf(origin);
  const goer = await openConsole(origin, 'goer', ['marketer', 'custodian']);
  desk = openBrowserLike(origin, { token: await token('custodian-1', ['custodian']) });
  marketer = await openConsole(origin);
  stores = {
    own: await makeStore(goer, '自分の店', pins.own),
    known: await makeStore(marketer, '知っていた店', pins.known),
    others: await makeStore(marketer, 'ほかの店', pins.others),
  };
  tills = {
    own: await openTill(stores.own, pins.own),
    known: await openTill(stores.known, pins.known),
    others: await openTill(stores.others, pins.others),
  };
  const before = await token('goer', ['marketer', 'custodian']);
  first = await desk.post(goerPath, { reason, storeIds: [stores.known] });
  tokens = { 'issued before': before, 'issued after': await token('goer', ['marketer', 'custodian']) };
});

afterAll(() => system.close());

const staffRoutes = routeKeys.filter(key => ['marketer', 'custodian'].includes(doorOf(key)));
const tillRoutes = routeKeys
  .filter(key => ['till', 'manager', 'device'].includes(doorOf(key)))
  .toSorted((a, b) => Number(a.includes('sign-out')) - Number(b.includes('sign-out')));
const pinRoutes: readonly RouteKey[] = [
  'POST /v1/till/sign-in',
  'POST /v1/till/devices',
  'POST /v1/vouchers/{voucherId}/redemptions',
];

test('every route that asks for a token, a till or a PIN is looked at here', () => {
  const rest = routeKeys.filter(key => ![...staffRoutes, ...tillRoutes, ...pinRoutes].includes(key));
  expect(new Set(rest.map(doorOf))).toEqual(new Set(['open', 'shopper']));
  const asksForPin = rest.filter(key => JSON.stringify(samples[key](town)).includes('"pin"'));
  expect(asksForPin).toEqual([]);
  expect([staffRoutes.length, tillRoutes.length]).toEqual([
    expect.toSatisfy((count: number) => count >= 20),
    expect.toSatisfy((count: number) => count >= 11),
  ]);
});

test('the leave says what is done at once', () => {
  expect(told(first)).toEqual([200, undefined]);
  expect(first.body).toMatchObject({
    staffId: 'stf_goer',
    by: 'stf_custodian-1',
    parts: {
      sessions: { state: 'ended' },
      login: { state: 'disabled' },
      pins: {
        state: 'ended',
        stores: [
          { storeId: stores.own, name: '自分の店', renewed: false },
          { storeId: stores.known, name: '知っていた店', renewed: false },
        ],
      },
      rotation: { state: 'requested', rotationId: expect.stringMatching(/^rot_/u) },
      evidence: { chain: 'rotations', hash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    },
  });
});

describe.each(['issued before', 'issued after'] as const)('a token %s', when => {
  test.each(staffRoutes)('is refused at %s, and nothing changes', async key => {
    const before = await system.world.dump();
    const answer = await sendSample(town, key, bearer(tokens[when]));
    expect([answer.status, codeOf(answer)]).toEqual([403, 'staff.left']);
    expect(await system.world.dump()).toBe(before);
  });
});

describe.each(['own', 'known'] as const)('the PIN of the store that was their %s', whose => {
  test.each(tillRoutes)('opens no till any more at %s', async key => {
    const answer = await sendSample(town, key, tillCookie(tills[whose]));
    expect([answer.status, codeOf(answer)]).toEqual([401, 'session.missing']);
  });

  test('signs nobody in and redeems nothing, and a wrong one is just wrong', async () => {
    expect(told(await signIn(stores[whose], pins[whose]))).toEqual([403, 'store.pin_ended']);
    expect(told(await enrol(stores[whose], pins[whose]))).toEqual([403, 'store.pin_ended']);
    expect(told(await redeem(stores[whose], pins[whose]))).toEqual([403, 'store.pin_ended']);
    expect(told(await signIn(stores[whose], '0000'))).toEqual([403, 'store.pin_mismatch']);
    expect(told(await redeem(stores[whose], '0000'))).toEqual([403, 'store.pin_mismatch']);
  });

  test('is shown as ended to those who can set a new one', async () => {
    expect((await marketer.get(`/v1/stores/${stores[whose]}`)).body['pinState']).toBe('ended');
  });
});

describe('other people', () => {
  test.each(staffRoutes)('still come in at %s', async key => {
    const token = doorOf(key) === 'marketer' ? town.tokens.marketer : town.tokens.custodian;
    const { status } = await sendSample(town, key, bearer(token));
    expect([401, 403]).not.toContain(status);
  });

  test.each(tillRoutes)('still stand at their till at %s', async key => {
    const { status } = await sendSample(town, key, tillCookie(tills.others));
    expect([401, 403]).not.toContain(status);
  });

  test('still use their PINs, at the till and on the phone', async () => {
    expect((await signIn(stores.others, pins.others)).status).toBe(200);
    expect((await redeem(stores.others, pins.others)).status).toBe(201);
    expect((await marketer.get(`/v1/stores/${stores.others}`)).body['pinState']).toBe('set');
  });
});

describe('a new PIN', () => {
  const put = (storeId: string, pin: string) => marketer.put(`/v1/stores/${storeId}/pin`, { pin });

  test('must be another than the one that ended', async () => {
    expect(told(await put(stores.own, pins.own))).toEqual([422, 'store.pin_known']);
    expect(told(await put('str_none', pins.next))).toEqual([404, 'store.not_found']);
    expect(told(await put(stores.own, '12'))).toEqual([400, 'request.malformed']);
  });

  test('brings the store back, for those who know it only', async () => {
    const set = await put(stores.own, pins.next);
    expect([set.status, set.body['pinState']]).toEqual([200, 'set']);
    expect(Date.parse(String(set.body['pinSetAt']))).toBeGreaterThanOrEqual(
      Date.parse(String(first.body['leftAt'])),
    );
    expect((await signIn(stores.own, pins.next)).status).toBe(200);
    expect((await redeem(stores.own, pins.next)).status).toBe(201);
    expect(told(await signIn(stores.own, pins.own))).toEqual([403, 'store.pin_mismatch']);
    const old = await sendSample(town, 'GET /v1/till/vouchers/{code}', tillCookie(tills.own));
    expect(old.status).toBe(401);
    const { parts } = (await desk.get(goerPath)).body as { parts: { pins: { stores: unknown } } };
    expect(parts.pins.stores).toMatchObject([{ renewed: true }, { renewed: false }]);
  });

  test('ends the tills that were opened with the one before, and the same one again ends none', async () => {
    const till = await openTill(stores.others, pins.others);
    const code = samples['GET /v1/till/vouchers/{code}'](town).path;
    const same = await put(stores.others, pins.others);
    expect([same.status, (await till.get(code)).status]).toEqual([200, 200]);
    expect((await put(stores.others, pins.next)).status).toBe(200);
    expect(told(await till.get(code))).toEqual([401, 'session.missing']);
    expect((await signIn(stores.others, pins.next)).status).toBe(200);
  });
});

test('the list of people tells who left, and the register that they did but not why', async () => {
  const { items } = (await desk.get('/v1/custodian/staff')).body as {
    items: { staffId: string; name: string; state: string }[];
  };
  const states = Object.fromEntries(items.map(({ staffId, state }) => [staffId, state]));
  expect(states).toMatchObject({ stf_goer: 'left', 'stf_local-marketer': 'active' });
  expect(items.find(({ staffId }) => staffId === 'stf_local-marketer')?.name).toBe('Mina Sato');
  const rows = (await desk.get('/v1/custodian/registers/rotations')).body['items'] as {
    fact: Record<string, unknown>;
    hash: string;
  }[];
  const row = rows.find(({ fact }) => fact['staffId'] === 'stf_goer');
  expect(row?.fact).toEqual({
    event: 'staff-left',
    staffId: 'stf_goer',
    by: 'stf_custodian-1',
    note: expect.stringMatching(/^[0-9a-f]{64}$/u),
  });
  expect(first.body).toMatchObject({ parts: { evidence: { hash: row?.hash } } });
});

test('a second call answers the same leave, and nobody ends themselves or a name that is none', async () => {
  const { parts: _, ...again } = (await desk.post(goerPath, {})).body;
  const { parts: __, ...once } = first.body;
  expect(again).toEqual(once);
  const end = (id: string, body = {}) => desk.post(`/v1/custodian/staff/${id}/leave`, body);
  expect(told(await end('stf_custodian-1'))).toEqual([422, 'staff.cannot_end_self']);
  expect(told(await end('goer'))).toEqual([400, 'request.malformed']);
  expect(told(await end('stf_goer', { reason: '090-1234-5678 に電話した' }))).toEqual([
    400,
    'request.malformed',
  ]);
  expect(told(await desk.get('/v1/custodian/staff/stf_nobody/leave'))).toEqual([404, 'staff.has_not_left']);
});

test('while the directory is down a leave is whole but for the login, and asking again brings that on', async () => {
  const { fault, clearFaults } = controlsOf(system.origin);
  const path = '/v1/custodian/staff/stf_second/leave';
  await openConsole(system.origin, 'second');
  await fault({ service: 'cognito-idp', operation: 'AdminDisableUser', kind: 'error', next: 20 });
  const ended = await desk.post(path, { reason });
  await clearFaults();
  expect(ended.body['parts']).toMatchObject({ sessions: { state: 'ended' }, login: { state: 'pending' } });
  expect(told(await (await openConsole(system.origin, 'second')).get('/v1/stores'))).toEqual([
    403,
    'staff.left',
  ]);
  const again = await desk.post(path, {});
  expect(again.body['parts']).toMatchObject({ login: { state: 'disabled' } });
  expect(again.body['leftAt']).toBe(ended.body['leftAt']);
});

test('the list of people is read page by page', async () => {
  const { token } = controlsOf(system.origin);
  for (let person = 0; person < 55; person += 1) await token(`person-${person}`, ['marketer']);
  const page = async (cursor = '') => {
    const { body } = await desk.get(`/v1/custodian/staff${cursor && `?cursor=${cursor}`}`);
    return body as { items: { staffId: string }[]; cursor?: string };
  };
  const one = await page();
  const two = await page(one.cursor);
  expect([one.items.length, two.cursor]).toEqual([50, undefined]);
  const ids = [...one.items, ...two.items].map(({ staffId }) => staffId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('stf_person-54');
  expect(await page('notours')).toEqual(one);
});

test.each([
  ['pulse', 'PutItem'],
  ['pulse', 'DeleteItem'],
  ['marketer-console', 'PutItem'],
  ['custodian-desk', 'DeleteItem'],
] as const)('%s can say of nobody that they left or came back, by %s', async (name, verb) => {
  const { world, deployment } = system;
  const lambda = deployment.functions.find(candidate => candidate.name === `mogiri-dev-${name}`);
  const { roleArn = '', arn: functionArn = '', environment = {} } = lambda ?? {};
  const keys = world.issueCredentials({ roleArn, functionArn, sessionName: 'intruder' });
  keys.setBusy(true);
  const region = deployment.region;
  const client = new DynamoDBClient({ endpoint: world.endpoint, region, credentials: keys, maxAttempts: 1 });
  const key = { pk: { S: 'LEFT#stf_goer' }, sk: { S: 'LEAVE' } };
  const table = { TableName: environment['BOOK_TABLE'] };
  const tried =
    verb === 'PutItem'
      ? client.send(new PutItemCommand({ ...table, Item: key }))
      : client.send(new DeleteItemCommand({ ...table, Key: key }));
  await expect(tried).rejects.toMatchObject({ name: 'AccessDeniedException' });
  client.destroy();
});

test('the log holds no PIN and no reason', () => {
  const lines = system.logs.lines().map(({ line }) => line);
  expect(lines.length).toBeGreaterThan(50);
  const said = [...Object.values(pins), reason];
  expect(lines.filter(line => said.some(word => line.includes(word)))).toEqual([]);
});

test('the rotation that a leave asks for runs, and its end is shown', async () => {
  const { pulse, advance, token } = controlsOf(system.origin);
  const seen = new Set<unknown>();
  let rotation: Record<string, unknown> = {};
  for (let minutes = 0; rotation['state'] !== 'done' && minutes < 40; minutes += 1) {
    await advance(60);
    await pulse();
    const fresh = openBrowserLike(system.origin, { token: await token('custodian-1', ['custodian']) });
    const { parts } = (await fresh.get(goerPath)).body as { parts: { rotation: Record<string, unknown> } };
    rotation = parts.rotation;
    seen.add(rotation['state']);
  }
  expect([...seen]).toContain('running');
  expect(rotation).toMatchObject({ state: 'done', doneAt: expect.stringMatching(/Z$/u) });
}, 120_000);
