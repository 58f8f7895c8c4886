import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Keep } from '../../../web/paper/keep.ts';
import { groupsOf, readAccessToken } from '../../../web/console/sign-in/access-token.ts';
import { challengeOf, freshSecret } from '../../../web/console/sign-in/pkce.ts';
import { makeSession } from '../../../web/console/sign-in/session.ts';

const nowMs = Date.UTC(2026, 10, 22);
const place = {
  authorizeUrl: 'https://sign-in.example/authorize?keep=1',
  tokenUrl: 'https://sign-in.example/token',
  signOutUrl: '/local/sign-out',
  clientId: 'client-1',
};

const tokenFor = (claims: object): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
};
const good = tokenFor({ sub: '花', exp: nowMs / 1000 + 60, 'cognito:groups': ['marketer'] });

const memory = (): Keep => {
  const texts = new Map<string, string>();
  return {
    read: key => texts.get(key),
    write: (key, text) => void texts.set(key, text),
    drop: key => void texts.delete(key),
  };
};

const setUp = (keep: Keep = memory(), reply = Response.json({ access_token: good })) => {
  const left: URL[] = [];
  const asked: URLSearchParams[] = [];
  const session = makeSession({
    keep,
    nowMs: () => nowMs,
    pageUrl: 'https://shop.example/console/',
    leaveTo: url => void left.push(new URL(url)),
    fetch: (_url, request) => {
      const body = request?.body;
      if (body instanceof URLSearchParams) asked.push(body);
      return Promise.resolve(reply);
    },
  });
  return { session, left, asked, keep };
};

const answerOf = (left: readonly URL[], state?: string): URLSearchParams =>
  new URLSearchParams({ code: 'c-1', state: state ?? left[0]?.searchParams.get('state') ?? '' });

test('the PKCE challenge is the one of RFC 7636, appendix B', async () => {
  expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('a secret is fresh each time and long enough for a verifier', () => {
  expect(freshSecret()).toMatch(/^[\w-]{43}$/u);
  expect(freshSecret()).not.toBe(freshSecret());
});

test('signing in goes out with a challenge and comes back with its verifier', async () => {
  const { session, left, asked } = setUp();
  await session.begin(place, '#/campaigns/new');
  const out = left[0]?.searchParams;
  expect(out?.get('keep')).toBe('1');
  expect(out?.get('code_challenge_method')).toBe('S256');
  expect(out?.get('redirect_uri')).toBe('https://shop.example/console/');
  expect(await session.finish(place, answerOf(left))).toBe('#/campaigns/new');
  const verifier = asked[0]?.get('code_verifier') ?? '';
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(out?.get('code_challenge'));
  expect(asked[0]?.get('grant_type')).toBe('authorization_code');
  expect(session.bearer()).toBe(good);
});

test('an answer with another state is refused without asking for a token', async () => {
  const { session, left, asked } = setUp();
  await session.begin(place, '');
  await session.finish(place, answerOf(left, 'forged'));
  expect(session.state.value).toEqual({ kind: 'out', why: 'refused' });
  expect(asked).toHaveLength(0);
});

test('an answer that nobody asked for is refused', async () => {
  const { session, asked } = setUp();
  await session.finish(place, new URLSearchParams({ code: 'c-1', state: '' }));
  expect(session.state.value).toEqual({ kind: 'out', why: 'refused' });
  expect(asked).toHaveLength(0);
});

test('an answer works once', async () => {
  const { session, left, asked } = setUp();
  await session.begin(place, '');
  await session.finish(place, answerOf(left));
  await session.finish(place, answerOf(left));
  expect(asked).toHaveLength(1);
  expect(session.bearer()).toBeUndefined();
});

test('a refused code and a token that is past its end leave nobody signed in', async () => {
  const old = tokenFor({ sub: 'a', exp: nowMs / 1000 });
  for (const reply of [
    new Response('{}', { status: 400 }),
    Response.json({ access_token: old }),
    Response.json({}),
  ]) {
    const { session, left } = setUp(memory(), reply);
    await session.begin(place, '');
    await session.finish(place, answerOf(left));
    expect(session.state.value).toEqual({ kind: 'out', why: 'refused' });
  }
});

test('a reload in the same tab takes the token up again; a lost session drops it', async () => {
  const { session, left, keep } = setUp();
  await session.begin(place, '');
  await session.finish(place, answerOf(left));
  const again = setUp(keep).session;
  expect(again.bearer()).toBe(good);
  again.lost();
  expect(again.state.value).toEqual({ kind: 'out', why: 'ended' });
  expect(setUp(keep).session.bearer()).toBeUndefined();
});

test('signing out forgets the token and says where to come back to', async () => {
  const { session, left } = setUp();
  await session.begin(place, '');
  await session.finish(place, answerOf(left));
  session.signOut(place);
  expect(session.bearer()).toBeUndefined();
  expect(left[1]?.href).toContain('https://shop.example/local/sign-out?client_id=client-1&logout_uri=');
});

test('groups are read from a list and from the text of an HTTP API event', () => {
  expect(groupsOf(['marketer', 7])).toEqual(['marketer']);
  expect(groupsOf('[marketer custodian]')).toEqual(['marketer', 'custodian']);
  expect(groupsOf(undefined)).toEqual([]);
});

test('a token is read as UTF-8, and what is no token is nothing', () => {
  expect(readAccessToken(good, nowMs)).toMatchObject({ subject: '花', groups: ['marketer'] });
  for (const text of ['', 'a.b.c', tokenFor({ sub: 'x' }), tokenFor([])])
    expect(readAccessToken(text, nowMs)).toBeUndefined();
});
