import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { readOriginBoundCode } from '../origin-bound-code.ts';
import { attempt, beginWindow, freshBrowser, prove, repeat, statusesOf, told } from './attempt.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { controlsOf, freshAddress, freshNumber, lastCode, type TestNumber } from './people.ts';
import { puzzleIn, startSolving } from './solve-puzzle.ts';

let system: System;

const daySeconds = 86_400;

beforeAll(async () => {
  system = await openSystem();
});

/** Windows of limits begin with the day: from here on no window ends in the middle of a test. */
beforeEach(() => {
  beginWindow(system);
});

afterAll(() => system.close());

const inboxOf = (e164: string) => controlsOf(system.origin).inbox(e164);

const fromSomewhere = () => freshBrowser(system);
const start = (number?: TestNumber, browser?: BrowserLike) => attempt(system, number, browser);
const verify = (number: TestNumber, browser?: BrowserLike) => prove(system, number, browser);

test('a challenge asked for twice under one key and browser is one challenge and one message', async () => {
  const { browser, ...first } = await start();
  const other = freshNumber();
  const ask = (phone: string) => browser.post('/v1/challenges', { phone }, { 'idempotency-key': 'ask' });
  const asked = await ask(other.phone);
  const again = await ask(other.phone);
  expect([again.status, again.body]).toEqual([202, asked.body]);
  expect(await inboxOf(other.e164)).toHaveLength(1);
  expect(told(await ask(first.phone))).toEqual([409, 'idempotency.key_reused']);
  expect(await inboxOf(first.e164)).toHaveLength(1);
});

test('a right code repeated with its key and browser answers again for ten minutes, then no more', async () => {
  const { confirm, code, browser } = await start();
  const first = await confirm(code, { key: 'right' });
  system.clock.advance(540);
  const again = await confirm(code, { key: 'right' });
  expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
  expect((await browser.get('/v1/me')).body['shopperId']).toBe(first.body['shopperId']);
  expect(told(await confirm(code, { key: 'another' }))).toEqual([409, 'challenge.used']);
  expect(told(await confirm(code))).toEqual([409, 'challenge.used']);
  expect(told(await confirm('999999', { key: 'right' }))).toEqual([409, 'challenge.used']);
  const stolen = await confirm(code, { key: 'right', browser: fromSomewhere() });
  expect(told(stolen)).toEqual([404, 'challenge.not_found']);
  system.clock.advance(61);
  expect(told(await confirm(code, { key: 'right' }))).toEqual([409, 'challenge.used']);
});

test('asking again too soon is 429 with the seconds to wait, and after the wait the same code comes', async () => {
  const { resend, e164, code, confirm } = await start();
  const soon = await resend();
  expect(told(soon)).toEqual([429, 'challenge.resend_too_soon']);
  const waitSeconds = Number(soon.headers.get('retry-after'));
  expect(waitSeconds).toBeGreaterThan(25);
  expect(waitSeconds).toBeLessThanOrEqual(30);
  system.clock.advance(waitSeconds);
  expect((await resend()).status).toBe(202);
  const messages = await inboxOf(e164);
  expect(messages.map(({ body }) => /#(\d{6})$/u.exec(body)?.[1])).toEqual([code, code]);
  expect((await confirm(code)).status).toBe(200);
});

test('the carrier gets the whole message in the language asked for, bound to the host of the pages', async () => {
  const read = async (locale: string) => {
    const { phone, e164 } = freshNumber();
    const browser = fromSomewhere();
    await browser.post('/v1/challenges', { phone, locale });
    const bodies = (await inboxOf(e164)).map(({ body }) => body);
    return { bodies, code: await lastCode(controlsOf(system.origin), e164) };
  };
  const ja = await read('ja');
  expect(ja.code).toMatch(/^\d{6}$/u);
  expect(ja.bodies).toEqual([
    `もぎりの認証コード:${ja.code}\n5分間有効。他人に教えないでください。\n\n@127.0.0.1 #${ja.code}`,
  ]);
  const en = await read('en');
  const words = `Mogiri: your verification code is ${en.code}. Valid for 5 minutes. Do not share it.`;
  expect(en.bodies).toEqual([`${words}\n\n@127.0.0.1 #${en.code}`]);
  expect(readOriginBoundCode(en.bodies[0] ?? '')).toEqual({ host: '127.0.0.1', code: en.code, rest: '' });
});

test('a code goes to nobody but the number it was asked for', async () => {
  const { resend, e164 } = await start();
  system.clock.advance(31);
  const other = freshNumber();
  const resent = await resend(other.phone);
  expect(told(resent)).toEqual([404, 'challenge.not_found']);
  expect([(await inboxOf(other.e164)).length, (await inboxOf(e164)).length]).toEqual([0, 1]);
});

test('the code of one challenge does not fit another, and the right code does not fit another number', async () => {
  const number = freshNumber();
  const browser = fromSomewhere();
  const first = await start(number, browser);
  const second = await start(number, browser);
  const swapped = await second.confirm(first.code);
  expect(told(swapped)).toEqual([400, 'challenge.code_mismatch']);
  expect(told(await second.confirm(second.code, { phone: freshNumber().phone }))).toEqual([
    400,
    'challenge.code_mismatch',
  ]);
  expect((await second.confirm(second.code)).status).toBe(200);
});

test('five wrong codes lock a challenge, and the right one comes too late', async () => {
  const { confirm, wrongCode, code } = await start();
  const left: unknown[] = [];
  for (let turn = 0; turn < 5; turn += 1) left.push((await confirm(wrongCode)).body['attemptsLeft']);
  expect(left).toEqual([4, 3, 2, 1, 0]);
  expect(told(await confirm(code))).toEqual([423, 'challenge.locked']);
});

test('a code is good for five minutes and then gone', async () => {
  const { confirm, code, resend } = await start();
  const fresh = await start();
  system.clock.advance(295);
  expect((await fresh.confirm(fresh.code)).status).toBe(200);
  system.clock.advance(6);
  expect(told(await confirm(code))).toEqual([410, 'challenge.expired']);
  expect(told(await resend())).toEqual([410, 'challenge.expired']);
});

test('a number is one person in every spelling', async () => {
  const spellings = [
    ['090-5555-0001', '＋８１９０５５５５０００１'],
    ['+81 (0)90 5555 0001', '０９０ー５５５５ー０００１'],
    ['0081 90-5555-0001', '+81(90)5555.0001'],
  ];
  const found: unknown[] = [];
  for (const [typed = '', confirmed = ''] of spellings) {
    const made = await start({ phone: typed, e164: '+819055550001' });
    const answered = await made.confirm(made.code, { phone: confirmed });
    found.push(answered.body['shopperId']);
  }
  expect(found[0]).toMatch(/^shp_/u);
  expect(new Set(found).size).toBe(1);
});

test.each([
  ['03-1234-5678', 422, 'phone.type_not_allowed'],
  ['050-1234-5678', 422, 'phone.type_not_allowed'],
  ['0120-444-444', 422, 'phone.type_not_allowed'],
  ['+1 202 555 0123', 422, 'phone.country_not_allowed'],
  ['090-1234-567', 400, 'phone.invalid'],
  ['090-1234-56789', 400, 'phone.invalid'],
  ['hello', 400, 'phone.invalid'],
  ['\u0000', 400, 'phone.invalid'],
])('%j gets no message', async (phone, status, code) => {
  const { started } = await start({ phone, e164: 'none' });
  expect(told(started)).toEqual([status, code]);
});

test('a known and an unknown number get the same answer', async () => {
  const known = await start();
  await known.confirm(known.code);
  const shape = ({ status, body }: Answered) => [status, Object.keys(body).sort()];
  const again = await start({ phone: known.phone, e164: known.e164 });
  expect(shape(again.started)).toEqual(shape((await start()).started));
});

test('a number gets three messages in ten minutes, five in a day and fifteen in thirty days, whoever asks', async () => {
  beginWindow(system, 30);
  const { phone, e164 } = freshNumber();
  const ask = () => startSolving(fromSomewhere(), phone);
  const pass = ({ headers }: Answered) => system.clock.advance(Number(headers.get('retry-after')));
  const untilDay = [0, 1, 2].map(day => system.clock.now() + (day + 1) * daySeconds * 1000);
  for (const dayEndsAtMs of untilDay) {
    const early = await repeat(4, ask);
    expect(statusesOf(early)).toEqual([202, 202, 202, 429]);
    expect(Number(early[3]?.headers.get('retry-after'))).toBeLessThanOrEqual(600);
    early.slice(3).forEach(pass);
    const later = await repeat(3, ask);
    expect(statusesOf(later)).toEqual([202, 202, 429]);
    expect(later[2]?.body['code']).toBe('limit.too_many');
    system.clock.advance((dayEndsAtMs - system.clock.now()) / 1000);
  }
  const spent = await ask();
  expect(told(spent)).toEqual([429, 'limit.too_many']);
  expect(Number(spent.headers.get('retry-after'))).toBeGreaterThan(26 * daySeconds);
  expect(await inboxOf(e164)).toHaveLength(15);
  pass(spent);
  expect((await ask()).status).toBe(202);
});

test('from the sixth unanswered code in ten minutes an address solves a puzzle, and after twenty it waits', async () => {
  const at = (address: string) => openBrowserLike(system.origin, { address });
  const ask = (address: string) => start(freshNumber(), at(address)).then(({ started }) => started);
  expect(statusesOf(await repeat(5, () => ask('198.51.100.7')))).toEqual(Array(5).fill(202));
  puzzleIn(await ask('198.51.100.7'));
  expect(told(await ask('198.51.100.8'))).toEqual([202, undefined]);
  const solving = () => startSolving(at('198.51.100.7'), freshNumber().phone);
  expect(statusesOf(await repeat(15, solving))).toEqual(Array(15).fill(202));
  const refused = await solving();
  expect(told(refused)).toEqual([429, 'limit.too_many']);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
  system.clock.advance(Number(refused.headers.get('retry-after')));
  expect(told(await ask('198.51.100.7'))).toEqual([202, undefined]);
});

test('codes that are answered do not make an address suspicious', async () => {
  const address = freshAddress();
  const verified = await repeat(8, () => verify(freshNumber(), openBrowserLike(system.origin, { address })));
  expect(statusesOf(verified.map(({ started }) => started))).toEqual(Array(8).fill(202));
});

test('an IPv6 household counts as one address, and its neighbours are not disturbed', async () => {
  const ask = async (address: string) =>
    (await start(freshNumber(), openBrowserLike(system.origin, { address }))).started;
  const household = await repeat(5, place => ask(`2001:db8:1:2::${place + 1}`));
  expect(statusesOf(household)).toEqual(Array(5).fill(202));
  puzzleIn(await ask('2001:db8:1:2:ffff::1'));
  expect(told(await ask('2001:db8:1:3::1'))).toEqual([202, undefined]);
});

test('a browser proves three numbers a day', async () => {
  const browser = fromSomewhere();
  const numbers = [freshNumber(), freshNumber(), freshNumber()];
  for (const number of numbers) await verify(number, browser);
  expect(told((await start(freshNumber(), browser)).started)).toEqual([429, 'limit.too_many']);
  expect((await start(numbers[0], browser)).started.status).toBe(202);
  system.clock.advance(daySeconds);
  expect((await start(freshNumber(), browser)).started.status).toBe(202);
});

test('from the sixth unanswered code in an hour a block of numbers solves a puzzle, and after ten it waits', async () => {
  const inBlock = (block: number) => (place: number) => ({
    phone: `0708${block}${1000 + place}`,
    e164: `+81708${block}${1000 + place}`,
  });
  const block = inBlock(100);
  const { browser: member } = await verify(block(900));
  const ask = (place: number) => start(block(place)).then(({ started }) => started);
  expect(statusesOf(await repeat(5, ask))).toEqual(Array(5).fill(202));
  puzzleIn(await ask(5));
  const solving = (place: number) => startSolving(fromSomewhere(), block(place).phone);
  expect(statusesOf(await repeat(5, place => solving(10 + place)))).toEqual(Array(5).fill(202));
  const refused = await solving(20);
  expect(told(refused)).toEqual([429, 'limit.too_many']);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
  expect((await start(block(900), member)).started.status, 'a known browser').toBe(202);
  expect((await start(inBlock(101)(0))).started.status, 'the block beside').toBe(202);
  system.clock.advance(Number(refused.headers.get('retry-after')));
  puzzleIn(await ask(21));
  system.clock.advance(daySeconds);
  expect((await ask(21)).status, 'the next day').toBe(202);
});

test('half a letter is out of form, wherever it stands', async () => {
  const { browser } = await start();
  const half = JSON.parse(String.raw`"\ud83d"`) as string;
  for (const [path, body] of [
    ['/v1/challenges', { phone: `090${half}` }],
    ['/v1/till/sign-in', { storeId: half, pin: '2468' }],
  ] as const)
    expect(told(await browser.post(path, body))).toEqual([400, 'request.malformed']);
});
