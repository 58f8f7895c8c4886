import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { makeLeakScanner } from './leak-scanner.ts';
import { beginWindow, freshBrowser, prove } from './attempt.ts';
import { liveThrough } from './long-journey.ts';
import { controlsOf, freshNumber } from './people.ts';
import { countersOf, decisionsIn, leavesOf, verifyInEveryWay, type Traces } from './verification-acts.ts';

const hash = (name: string, text: string) => createHash(name).update(text).digest();
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the scanner finds what is planted', () => {
  const scan = makeLeakScanner({
    numbers: ['+819012345678'],
    secrets: { code: ['482913'], cookie: ['q-X_7aaaaBBBB0123456789zzzz'], pin: ['2468'] },
  });

  test.each([
    ['E.164', '+819012345678'],
    ['without the plus', '819012345678'],
    ['national', '09012345678'],
    ['with 0081', '00819012345678'],
    ['with hyphens', '090-1234-5678'],
    ['with spaces', '+81 90 1234 5678'],
    ['with brackets', '(090) 1234.5678'],
    ['with the trunk zero', '+81 (0)90-1234-5678'],
    ['with the trunk zero and no brackets', '+8109012345678'],
    ['full-width', '０９０１２３４５６７８'],
    ['full-width with dashes', '０９０ー１２３４ー５６７８'],
    ['in JSON escapes', String.raw`\uff10\uff19\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18`],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ to: '+819012345678' }))],
    ['with an escaped plus', String.raw`\u002b819012345678`],
    ['in a URL', 'to=%2B819012345678'],
    ['full-width in a URL', encodeURIComponent('０９０１２３４５６７８')],
    ['in base64', base64('+819012345678')],
    ['national in base64', base64('09012345678')],
    ['in base64 one byte on', base64('x+819012345678yz')],
    ['in base64 two bytes on', base64('xx+819012345678')],
    ['padded as it is sealed', base64('+819012345678'.padEnd(32))],
    ['in base64url', Buffer.from('?~+819012345678').toString('base64url')],
    ['hyphened in base64', base64('tel 090-1234-5678')],
    ['in hex', Buffer.from('+819012345678').toString('hex')],
    ['in hex capitals', Buffer.from('09012345678').toString('hex').toUpperCase()],
    ['as a plain SHA-256', hash('sha256', '+819012345678').toString('hex')],
    ['as a plain SHA-256 in base64url', hash('sha256', '09012345678').toString('base64url')],
    ['as a plain MD5', hash('md5', '819012345678').toString('base64')],
  ])('a number %s', (_, planted) => {
    expect(scan(`table Book {"pk":"SHP#1","note":"${planted}"}`)).not.toEqual([]);
  });

  test.each([
    ['a code', 'code 482913.'],
    ['a code in JSON', '{"code":"482913"}'],
    ['a cookie', 'SES#q-X_7aaaaBBBB0123456789zzzz'],
    ['a cookie in base64', base64('xq-X_7aaaaBBBB0123456789zzzz')],
    ['a cookie in hex', Buffer.from('q-X_7aaaaBBBB0123456789zzzz').toString('hex')],
    ['a cookie as a plain MD5', hash('md5', 'q-X_7aaaaBBBB0123456789zzzz').toString('hex')],
    ['a PIN', '"pin":"2468"'],
  ])('%s', (_, planted) => {
    expect(scan(planted)).not.toEqual([]);
  });

  test.each([
    ['another number', '+819012345679 080-1234-5678'],
    ['a longer run of digits', '1090123456789'],
    ['a time in milliseconds', '1795310079482 913'],
    ['a code inside a longer word', 'a482913f 1482913'],
    ['an empty text', ''],
  ])('and does not cry at %s', (_, harmless) => {
    expect(scan(harmless)).toEqual([]);
  });

  test('and never repeats what it found', () => {
    expect(JSON.stringify(scan('to +819012345678'))).not.toContain('9012345678');
  });
});

describe('after a whole life of the system', () => {
  let system: System;
  let lived: Awaited<ReturnType<typeof liveThrough>>;
  let dump = '';
  let trail = '';

  beforeAll(async () => {
    system = await openSystem();
    lived = await liveThrough(system);
    dump = await controlsOf(system.origin).dump();
    trail = JSON.stringify(await controlsOf(system.origin).trail(''));
  });

  afterAll(() => system.close());

  /** Session and till cookies are kept as SHA-256 of 256 random bits, which is as good as gone: that one hash is right. */
  const keptHashes = (values: Iterable<string>) =>
    new Set([...values].map(value => hash('sha256', value).toString('base64url')));

  test('there is enough to look at, and the phones did receive codes and links', () => {
    expect(dump.split('\n').length).toBeGreaterThan(150);
    expect(trail.length).toBeGreaterThan(50_000);
    const { secrets } = lived;
    for (const found of [secrets.codes, secrets.cookies, secrets.linkTokens, secrets.voucherCodes])
      expect(found.size).toBeGreaterThanOrEqual(2);
    expect([secrets.numbers.size, secrets.optOutTokens.size, secrets.pins.size]).toEqual([5, 2, 5]);
  });

  test.each(['dump', 'trail'])('no number stands in the %s, in any spelling', where => {
    const scan = makeLeakScanner({ numbers: lived.secrets.numbers });
    expect(scan(where === 'dump' ? dump : trail)).toEqual([]);
  });

  test.each(['dump', 'trail'])(
    'no code, PIN, cookie, link, stop link, voucher code or bearer token stands in the %s',
    where => {
      const { numbers: _, cookies, optOutTokens, ...rest } = lived.secrets;
      let text = where === 'dump' ? dump : trail;
      for (const kept of keptHashes([...cookies, ...optOutTokens])) text = text.replaceAll(kept, '');
      const scan = makeLeakScanner({ numbers: [], secrets: { ...rest, cookies, optOutTokens } });
      expect(scan(text)).toEqual([]);
    },
  );

  test('a PIN cannot be guessed from what an Idempotency-Key remembers', () => {
    const guesses = [...lived.secrets.pins].map(pin => JSON.stringify({ name: '新宿店', pin }));
    expect(guesses.filter(guess => dump.includes(hash('sha256', guess).toString('base64url')))).toEqual([]);
  });

  test('a voucher code cannot be guessed from what an Idempotency-Key remembers', () => {
    const guesses = [...lived.secrets.voucherCodes].map(code => JSON.stringify(code));
    expect(guesses.filter(guess => dump.includes(hash('sha256', guess).toString('base64url')))).toEqual([]);
  });
});

/** Cookies are kept as SHA-256 of 256 random bits; that one hash is as good as gone. */
function withoutKeptHashes(text: string, values: Iterable<string>): string {
  return [...values].reduce(
    (rest, value) => rest.replaceAll(hash('sha256', value).toString('base64url'), ''),
    text,
  );
}

describe('after verifying in every way', () => {
  let system: System;
  let traces: Traces;

  beforeAll(async () => {
    system = await openSystem();
    traces = await verifyInEveryWay(system);
  });

  afterAll(() => system.close());

  test('there are decision records of every kind, and counters of every rule that was met', async () => {
    const decisions = decisionsIn(system);
    const of = (field: string) => new Set(decisions.map(decision => decision[field]));
    expect(of('kind')).toEqual(new Set(['start', 'resend', 'check']));
    expect(of('decision')).toEqual(new Set(['allow', 'challenge', 'deny']));
    for (const result of ['sent', 'not_sent', 'stopped', 'mismatch', 'verified'])
      expect(of('result')).toContain(result);
    const rules = new Set([...(await countersOf(system)).keys()].map(key => key.split('#')[0]));
    expect(rules.size).toBeGreaterThanOrEqual(12);
    for (const found of [traces.numbers, traces.codes, traces.cookies])
      expect(found.size).toBeGreaterThan(10);
  });

  test.each(['dump', 'trail'])(
    'no number, block, code, cookie, address or household stands in the %s, in any spelling',
    async where => {
      const controls = controlsOf(system.origin);
      const text = where === 'dump' ? await controls.dump() : JSON.stringify(await controls.trail(''));
      const { numbers, ...secrets } = traces;
      const scan = makeLeakScanner({ numbers, secrets });
      expect(text.length).toBeGreaterThan(20_000);
      expect(scan(withoutKeptHashes(text, traces.cookies))).toEqual([]);
      const planted = [[...traces.addresses][7], [...traces.blocks][0], [...traces.cookies][0]];
      for (const each of planted) expect(scan(`${text} "${String(each)}"`)).not.toEqual([]);
    },
  );

  test('two days of one person have nothing in common, but for the count of thirty days', async () => {
    beginWindow(system, 30);
    const person = await prove(system, freshNumber(), freshBrowser(system));
    system.clock.advance(86_400);
    const first = await leavesOf(system, person);
    system.clock.advance(86_400);
    const second = await leavesOf(system, person);
    const touched = ({ before, after }: typeof first) =>
      [...after].filter(([key, line]) => before.get(key) !== line).map(([key]) => key);
    const ruleOf = (key: string) => key.split('#')[0] ?? '';
    const shared = touched(first).filter(key => touched(second).includes(key));
    expect(new Set(touched(first).map(ruleOf))).toEqual(new Set(touched(second).map(ruleOf)));
    expect(touched(first).length).toBeGreaterThanOrEqual(8);
    expect(shared.map(ruleOf)).toEqual(['number-30days']);
    expect(first.names.size).toBe(4);
    expect([...first.names].filter(name => second.names.has(name))).toEqual([]);
    const keys = [...(await countersOf(system)).keys()].join(' ');
    expect([...first.names, ...second.names].filter(name => keys.includes(name))).toEqual([]);
  });
});
