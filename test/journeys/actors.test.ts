import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import type { Door } from '../../lambdas/route.ts';
import { openSystem } from '../local-system.ts';
import { controlsOf, openConsole } from './people.ts';
import { codeOf, type RawAnswer } from './raw-call.ts';
import { doorOf, sendSample } from './send-sample.ts';
import { routeKeys, samples, settleTown, type RouteKey, type Town } from './town.ts';

/** Somebody who stands at the wrong door: what they show, and the status they must get. */
type WrongActor = {
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly status: number;
};

let system: System;
let town: Town;
let wrong: Record<Door, readonly WrongActor[]>;

const cookieOf = (who: { cookies: Map<string, string> }, name: string) => who.cookies.get(name) ?? 'none';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Sends a route's good request with these headers. */
const send = (key: RouteKey, headers: Record<string, string>): Promise<RawAnswer> =>
  sendSample(town, key, headers);

/** What the right caller of a route shows. */
function rightHeaders(key: RouteKey): Record<string, string> {
  const { people, tokens, challenge } = town;
  switch (doorOf(key)) {
    case 'open':
      return { cookie: `__Host-browser=${cookieOf(challenge.browser, '__Host-browser')}` };
    case 'shopper':
      return { cookie: `__Host-session=${cookieOf(people.hanako, '__Host-session')}` };
    case 'till':
    case 'manager':
      return { cookie: `__Host-till=${cookieOf(people.till, '__Host-till')}` };
    case 'device':
      return { cookie: `__Host-device=${cookieOf(people.till, '__Host-device')}` };
    case 'marketer':
      return bearer(tokens.marketer);
    case 'custodian':
      return bearer(tokens.custodian);
  }
}

async function forgedTokens(group: string): Promise<WrongActor[]> {
  const { issuer, clientId } = system.deployment.signIn ?? { issuer: '', clientId: '' };
  const claims = { 'cognito:groups': [group], token_use: 'access', client_id: clientId };
  const { privateKey } = await generateKeyPair('RS256');
  const draft = (iss: string) =>
    new SignJWT(claims).setSubject('mallory').setIssuer(iss).setIssuedAt().setExpirationTime('1h');
  const asLocal = { alg: 'RS256', kid: 'local' };
  const unsigned = new UnsecuredJWT({ ...claims, sub: 'mallory', iss: issuer }).setExpirationTime('1h');
  const right = town.tokens[group === 'marketer' ? 'marketer' : 'custodian'];
  const [head = '', body = '', signature = ''] = right.split('.');
  const raised = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...raised, sub: 'mallory' })).toString('base64url');
  const secret = new TextEncoder().encode('a secret of thirty-two bytes or so');
  const tokens = {
    'a token signed by somebody else': await draft(issuer).setProtectedHeader(asLocal).sign(privateKey),
    'a token of another issuer': await draft('https://evil.example')
      .setProtectedHeader(asLocal)
      .sign(privateKey),
    'a token signed with a shared secret': await draft(issuer)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secret),
    'a token with alg none': unsigned.encode(),
    'a token whose subject was changed': `${head}.${changed}.${signature}`,
    'a token without its signature': `${head}.${body}.`,
    'no token at all but a word': 'null',
  };
  return Object.entries(tokens).map(([name, token]) => ({ name, headers: bearer(token), status: 401 }));
}

/** People with no business at a door that asks for a session cookie. */
function cookieActors(own: string, strangers: Record<string, string>): WrongActor[] {
  const shown = {
    'an unknown cookie': `${own}=${'A'.repeat(43)}`,
    'an empty cookie': `${own}=`,
    'an endless cookie': `${own}=${'A'.repeat(5000)}`,
    ...strangers,
  };
  const actors = Object.entries(shown).map(([name, cookie]) => ({ name, headers: { cookie }, status: 401 }));
  const marketer = { name: 'a marketer', headers: bearer(town.tokens.marketer), status: 401 };
  return [{ name: 'nobody', headers: {}, status: 401 }, ...actors, marketer];
}

async function staffActors(group: string, other: string): Promise<WrongActor[]> {
  const { token } = controlsOf(system.origin);
  const cookie = `__Host-session=${cookieOf(town.people.hanako, '__Host-session')}`;
  return [
    { name: 'nobody', headers: {}, status: 401 },
    { name: 'a shopper', headers: { cookie }, status: 401 },
    { name: `a ${other}`, headers: bearer(await token('other', [other])), status: 403 },
    { name: 'staff of no group', headers: bearer(await token('nogroup', [])), status: 403 },
    { name: 'a near group', headers: bearer(await token('near', [`${group}s`, `x${group}`])), status: 403 },
    ...(await forgedTokens(group)),
  ];
}

beforeAll(async () => {
  system = await openSystem();
  town = await settleTown(system);
  const { hanako, taro, till, clerkTill } = town.people;
  const session = cookieOf(hanako, '__Host-session');
  const tillSession = cookieOf(till, '__Host-till');
  const device = cookieOf(till, '__Host-device');
  const clerk = `__Host-till=${cookieOf(clerkTill, '__Host-till')}`;
  const gone = cookieOf(taro, '__Host-session');
  await taro.post('/v1/me/sign-out');
  const tillActors = cookieActors('__Host-till', {
    'a shopper': `__Host-session=${session}`,
    'a shopper under a till’s name': `__Host-till=${session}`,
    'an enrolled device where nobody signed in': `__Host-device=${device}`,
    'a device under a session’s name': `__Host-till=${device}`,
  });
  wrong = {
    open: [],
    shopper: cookieActors('__Host-session', {
      'a till': `__Host-till=${tillSession}`,
      'a till under a shopper’s name': `__Host-session=${tillSession}`,
      'a shopper who signed out': `__Host-session=${gone}`,
      'a cookie of a wrong name': `session=${session}`,
    }),
    till: tillActors,
    manager: [...tillActors, { name: 'a clerk', headers: { cookie: clerk }, status: 403 }],
    device: cookieActors('__Host-device', {
      'a shopper': `__Host-session=${session}`,
      'a till’s session under a device’s name': `__Host-device=${tillSession}`,
    }),
    marketer: await staffActors('marketer', 'custodian'),
    custodian: await staffActors('custodian', 'marketer'),
  };
});

afterAll(() => system.close());

test('every route stands in the matrix, and every door but the open one has wrong actors', () => {
  expect(Object.keys(samples).sort()).toEqual([...routeKeys].sort());
  for (const door of ['shopper', 'till', 'manager', 'device', 'marketer', 'custodian'] as const)
    expect(wrong[door].length).toBeGreaterThanOrEqual(7);
});

test.each(routeKeys)('%s refuses everybody who stands at the wrong door, and nothing changes', async key => {
  const before = await system.world.dump();
  for (const { name, headers, status } of wrong[doorOf(key)]) {
    const answer = await send(key, headers);
    expect([name, answer.status]).toEqual([name, status]);
    expect(answer.text).not.toMatch(/mallory|hanako|\+81/u);
    expect(status === 403 ? codeOf(answer) : 'session.not_allowed').toBe('session.not_allowed');
  }
  expect(await system.world.dump()).toBe(before);
});

test.each(routeKeys.filter(key => !key.startsWith('GET')))(
  '%s refuses a page of another site, and nothing changes',
  async key => {
    const before = await system.world.dump();
    const pages = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${system.origin}.evil.example` },
    ];
    for (const page of pages) {
      const answer = await send(key, { ...rightHeaders(key), ...page });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'request.cross_origin']);
    }
    expect(await system.world.dump()).toBe(before);
  },
);

test.each(routeKeys)('%s refuses a call around the distribution, and nothing changes', async key => {
  const before = await system.world.dump();
  const host = system.deployment.api.domainName;
  for (const edge of [{}, { 'x-mogiri-edge': '' }, { 'x-mogiri-edge': 'a guess' }]) {
    const answer = await send(key, { ...rightHeaders(key), host, ...edge });
    expect([answer.status, answer.text]).toEqual([403, '']);
  }
  expect(await system.world.dump()).toBe(before);
});

test.each(routeKeys.filter(key => !key.includes('sign-out')))('%s lets the right caller in', async key => {
  if (key.endsWith('/resend')) await controlsOf(system.origin).advance(31);
  const answer = await send(key, rightHeaders(key));
  expect(answer.text).not.toContain('problem');
  expect(answer.status).toBeLessThan(300);
});

test('the console opens to staff of both groups', async () => {
  const both = await openConsole(system.origin, 'both', ['custodian', 'marketer']);
  expect((await both.get('/v1/stores')).status).toBe(200);
});
