import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { intrude } from './intruder.ts';
import { controlsOf, signUp, type Controls, type ShopperLike } from './people.ts';

let system: System;
let controls: Controls;
let hanako: ShopperLike;

const holding = async (sub: string, ...groups: string[]): Promise<BrowserLike> =>
  openBrowserLike(system.origin, { token: await controls.token(sub, groups) });

beforeAll(async () => {
  system = await openSystem();
  controls = controlsOf(system.origin);
  hanako = await signUp(system.origin, '090-1111-2222', '+819011112222', false);
  const other = await holding('custodian-2', 'custodian');
  await other.post('/v1/custodian/staff/stf_gone/leave', {});
});

afterAll(() => system.close());

/** A login or register that is shut for a while: what shuts it, and what opens it again. */
const shut = {
  register: () =>
    Promise.all(['PutItem', 'TransactWriteItems'].map(operation => fail('dynamodb', operation))),
  // As many attempts as the SDK makes, so that nothing else of the desk meets the fault.
  secret: () => fail('secretsmanager', 'GetSecretValue', 3),
  login: () => intrude(system).putTrust(intrude(system).templateTrust('x'.repeat(43))),
};

const fail = (service: string, operation: string, next = 20) =>
  controls.fault({ service, operation, kind: 'error', next });

/** Everything as it was: no fault planned, and the trust names the login that is in use. */
async function openAgain(): Promise<void> {
  await controls.clearFaults();
  const thief = intrude(system);
  await thief.putTrust(thief.templateTrust(thief.externalId()));
}

type Refused = {
  readonly name: string;
  readonly who?: readonly [sub: string, ...groups: string[]];
  readonly wish?: Record<string, unknown>;
  readonly shut?: keyof typeof shut;
  readonly says: readonly [status: number, code: string];
  /** Rows the register gains: what was declared stays declared, whatever became of it. */
  readonly rows: 0 | 1;
};

const noPurpose = [422, 'reading.purpose_not_allowed'] as const;
const noTicket = [400, 'reading.ticket_missing'] as const;
const malformed = [400, 'request.malformed'] as const;
const refused: readonly Refused[] = [
  { name: 'the register down', shut: 'register', says: [503, 'register.unavailable'], rows: 0 },
  { name: 'the secret missing', shut: 'secret', says: [503, 'login.unavailable'], rows: 1 },
  { name: 'an ended login', shut: 'login', says: [503, 'login.refused'], rows: 1 },
  { name: 'the purpose of a campaign', wish: { purpose: 'delivery' }, says: noPurpose, rows: 0 },
  { name: 'the purpose of a rotation', wish: { purpose: 'rotation-check' }, says: noPurpose, rows: 0 },
  { name: 'a purpose that is none', wish: { purpose: 'curiosity' }, says: noPurpose, rows: 0 },
  { name: 'no purpose', wish: { purpose: undefined }, says: noPurpose, rows: 0 },
  { name: 'no ticket', wish: { ticket: undefined }, says: noTicket, rows: 0 },
  { name: 'an empty ticket', wish: { ticket: '' }, says: noTicket, rows: 0 },
  { name: 'a ticket of blanks', wish: { ticket: ' \t ' }, says: noTicket, rows: 0 },
  { name: 'a number for a ticket', wish: { ticket: '090-1111-2222' }, says: malformed, rows: 0 },
  { name: 'a shopper that is no id', wish: { shopperId: 'hanako' }, says: malformed, rows: 0 },
  {
    name: 'a shopper that does not exist',
    wish: { shopperId: `shp_${'0'.repeat(26)}` },
    says: [404, 'reading.not_found'],
    rows: 1,
  },
  { name: 'a marketer’s token', who: ['m', 'marketer'], says: [403, 'session.not_allowed'], rows: 0 },
  { name: 'somebody who left', who: ['gone', 'custodian'], says: [403, 'staff.left'], rows: 0 },
];

const rowCount = async () => {
  const desk = await holding('custodian-3', 'custodian');
  return ((await desk.get('/v1/custodian/registers/readings')).body['items'] as unknown[]).length;
};

/** Asks for a number, as a custodian who has read one before unless it is somebody else. */
async function ask({ who = ['custodian-1', 'custodian'], wish = {} }: Partial<Refused>): Promise<Answered> {
  const desk = await holding(...who);
  const good = { shopperId: hanako.shopperId, purpose: 'desk', ticket: 'T-1' };
  return desk.post('/v1/custodian/readings', { ...good, ...wish });
}

test('a reading that lacks nothing shows the number', async () => {
  const answered = await ask({});
  expect([answered.status, answered.body['phone']]).toEqual([200, hanako.e164]);
});

test.each(refused)('a reading with $name is refused with its own code and without a Decrypt', async row => {
  // A login is kept for a minute; and the function is warm, so that a fault meets the reading alone.
  await controls.advance(61);
  const before = await rowCount();
  await (row.shut && shut[row.shut]());
  const mark = system.world.trail.mark();
  const answered = await ask(row);
  const calls = system.world.trail.list({ cursor: mark, limit: 10_000 }).items;
  await openAgain();
  expect([answered.status, answered.body['code']]).toEqual(row.says);
  expect(answered.text).not.toMatch(/11112222|phone/u);
  expect(calls.filter(({ action }) => action === 'kms:Decrypt')).toEqual([]);
  expect((await rowCount()) - before).toBe(row.rows);
  expect((await ask({})).status).toBe(200);
});

test('a row says what was declared, and nothing of what became of it', async () => {
  const desk = await holding('custodian-3', 'custodian');
  const rows = (await desk.get('/v1/custodian/registers/readings')).body['items'] as {
    fact: Record<string, unknown>;
  }[];
  for (const { fact } of rows)
    expect(Object.keys(fact).sort()).toEqual(['by', 'purpose', 'shopperId', 'ticket']);
});

test('readings above the day’s limit take place and are told to the log, once each', async () => {
  const who = ['custodian-9', 'custodian'] as const;
  const overLimit = () =>
    system.logs.lines().filter(({ line }) => line.includes('"code":"readings.over_limit"')).length;
  for (let reading = 1; reading <= 20; reading += 1) expect((await ask({ who })).status).toBe(200);
  expect(overLimit()).toBe(0);
  expect((await ask({ who })).status).toBe(200);
  expect(overLimit()).toBe(1);
  await controls.advance(86_400);
  expect((await ask({ who })).status).toBe(200);
  expect(overLimit()).toBe(1);
});
