import { type ReadonlySignal, signal } from '@preact/signals';
import type { Keep } from '../../paper/keep.ts';
import { readKept } from '../../paper/keep.ts';
import type { SignedIn } from './access-token.ts';
import { readAccessToken } from './access-token.ts';
import { challengeOf, freshSecret } from './pkce.ts';

/** Where sign-in happens, from `/config.json` (the user pool's pages, or the local gateway's). */
export type SignInPlace = {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly signOutUrl: string;
  readonly clientId: string;
};

/** Who is signed in, or why nobody is: never tried, ended by itself, or refused on the way. */
export type SessionState =
  | { readonly kind: 'in'; readonly who: SignedIn }
  | { readonly kind: 'out'; readonly why: 'fresh' | 'ended' | 'refused' };

/** The parts of the browser a session needs. */
export type SessionDeps = {
  readonly keep: Keep;
  readonly fetch: typeof globalThis.fetch;
  readonly nowMs: () => number;
  readonly pageUrl: string;
  readonly leaveTo: (url: string) => void;
};

/** The one session of the page: authorization code with PKCE, the token in memory and in this tab's storage. */
export type Session = {
  readonly state: ReadonlySignal<SessionState>;
  readonly bearer: () => string | undefined;
  readonly begin: (place: SignInPlace, returnTo: string) => Promise<void>;
  readonly finish: (place: SignInPlace, answer: URLSearchParams) => Promise<string>;
  readonly lost: () => void;
  readonly signOut: (place: SignInPlace) => void;
};

type Pending = { readonly state: string; readonly verifier: string; readonly returnTo: string };

const tokenKey = 'mogiri.console.token';
const pendingKey = 'mogiri.console.signing-in';

const withQuery = (url: string, base: string, query: Readonly<Record<string, string>>): string => {
  const whole = new URL(url, base);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  return whole.href;
};

const authorizeAddress = async (place: SignInPlace, pageUrl: string, pending: Pending): Promise<string> =>
  withQuery(place.authorizeUrl, pageUrl, {
    response_type: 'code',
    client_id: place.clientId,
    redirect_uri: pageUrl,
    scope: 'openid',
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
  });

const exchange = async (deps: SessionDeps, place: SignInPlace, code: string, verifier: string) => {
  const response = await deps.fetch(place.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: place.clientId,
      code,
      redirect_uri: deps.pageUrl,
      code_verifier: verifier,
    }),
  });
  if (!response.ok) return undefined;
  const body = (await response.json()) as { readonly access_token?: unknown };
  return typeof body.access_token === 'string' ? body.access_token : undefined;
};

/** Makes the session; a token kept by this tab is taken up again while it is still good. */
export const makeSession = (deps: SessionDeps): Session => {
  const kept = readAccessToken(deps.keep.read(tokenKey) ?? '', deps.nowMs());
  const state = signal<SessionState>(kept ? { kind: 'in', who: kept } : { kind: 'out', why: 'fresh' });
  const leave = (why: 'fresh' | 'ended' | 'refused'): void => {
    deps.keep.drop(tokenKey);
    state.value = { kind: 'out', why };
  };
  const take = (token: string | undefined): void => {
    const who = readAccessToken(token ?? '', deps.nowMs());
    if (token === undefined || who === undefined) return leave('refused');
    deps.keep.write(tokenKey, token);
    state.value = { kind: 'in', who };
  };
  return {
    state,
    bearer: () => (state.value.kind === 'in' ? state.value.who.token : undefined),
    begin: async (place, returnTo) => {
      const pending: Pending = { state: freshSecret(), verifier: freshSecret(), returnTo };
      deps.keep.write(pendingKey, JSON.stringify(pending));
      deps.leaveTo(await authorizeAddress(place, deps.pageUrl, pending));
    },
    finish: async (place, answer) => {
      const pending = readKept(deps.keep, pendingKey) as Pending | undefined;
      deps.keep.drop(pendingKey);
      const code = answer.get('code');
      const ours = pending !== undefined && answer.get('state') === pending.state && code !== null;
      take(ours ? await exchange(deps, place, code, pending.verifier).catch(() => undefined) : undefined);
      return pending?.returnTo ?? '';
    },
    lost: () => leave('ended'),
    signOut: place => {
      leave('fresh');
      deps.leaveTo(
        withQuery(place.signOutUrl, deps.pageUrl, { client_id: place.clientId, logout_uri: deps.pageUrl }),
      );
    },
  };
};
