import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { makeLeakScanner } from './leak-scanner.ts';
import { liveThrough } from './long-journey.ts';
import { controlsOf } from './people.ts';

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
