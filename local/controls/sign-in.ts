import { createHash, randomBytes } from 'node:crypto';
import type { Directory } from '../aws/cognito/directory.ts';
import type { Clock } from '../clock.ts';
import { type Incoming, type Outgoing, json, page } from '../gateway/exchange.ts';
import { type TokenIssuer, tokenLifeSeconds } from '../gateway/token-issuer.ts';
import { type Controls, queryOf } from './control.ts';
import { languageOf } from './html.ts';
import { chooserPage, disabledPage, faces } from './sign-in-page.ts';

type Grant = {
  readonly sub: string;
  readonly groups: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly atMs: number;
};

/** What signing in stands on; the clock dates the codes. */
export type SignInParts = {
  readonly issuer: TokenIssuer;
  readonly directory: Directory;
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * The local user pool's sign-in, with the same steps as Cognito's (OAuth 2.0 authorization code with PKCE, S256): the
 * page asks for no password, it offers who to be. Codes work once. Somebody whose login is disabled gets neither a code
 * nor a token for one.
 */
export function signInControls(parts: SignInParts): Controls {
  const grants = new Map<string, Grant>();
  return {
    'GET /local/authorize': request => chooser(request, parts.issuer),
    'POST /local/authorize': request => grant(request, parts, grants),
    'POST /local/oauth/token': request =>
      exchange(new URLSearchParams(request.body.toString()), parts, grants),
    'GET /local/sign-out': request => {
      const target = localTarget(request, queryOf(request).get('logout_uri') ?? '/console/');
      return target === undefined ? refused('logout_uri') : redirect(target);
    },
  };
}

function chooser(request: Incoming, issuer: TokenIssuer): Outgoing {
  const query = queryOf(request);
  const wrong = problemOf(request, query, issuer);
  if (wrong !== undefined) {
    return refused(wrong);
  }
  const language = languageOf(query, request.headers['accept-language']);
  return page(200, chooserPage(language, request.query));
}

function grant(request: Incoming, parts: SignInParts, grants: Map<string, Grant>): Outgoing {
  const query = queryOf(request);
  const wrong = problemOf(request, query, parts.issuer);
  const button = new URLSearchParams(request.body.toString()).get('person');
  const face = faces.find(candidate => candidate.button === button);
  if (wrong !== undefined || face === undefined) {
    return refused(wrong ?? 'person');
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  const back = (answer: Readonly<Record<string, string>>): string => {
    const target = new URL(redirectUri);
    const told = { ...answer, state: query.get('state') ?? '' };
    Object.entries(told).forEach(([name, value]) => target.searchParams.set(name, value));
    return target.href;
  };
  if (parts.directory.find(face.sub)?.enabled !== true) {
    const language = languageOf(query, request.headers['accept-language']);
    return page(403, disabledPage(language, face, back({ error: 'access_denied' })));
  }
  const code = randomBytes(24).toString('base64url');
  const challenge = query.get('code_challenge') ?? '';
  grants.set(code, { sub: face.sub, groups: face.groups, redirectUri, challenge, atMs: parts.clock.now() });
  return redirect(back({ code }));
}

async function exchange(
  form: URLSearchParams,
  { issuer, directory, clock }: SignInParts,
  grants: Map<string, Grant>,
): Promise<Outgoing> {
  const code = form.get('code') ?? '';
  const granted = grants.get(code);
  grants.delete(code);
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const fits =
    form.get('grant_type') === 'authorization_code' &&
    form.get('client_id') === issuer.signIn.clientId &&
    granted?.redirectUri === form.get('redirect_uri') &&
    granted?.challenge === challenge;
  if (granted === undefined || !fits || !directory.stands(granted.sub, granted.atMs)) {
    return json(400, { error: 'invalid_grant' });
  }
  directory.admit(granted.sub, granted.groups, clock.now());
  const token = await issuer.issue(granted);
  return json(
    200,
    { access_token: token, id_token: token, token_type: 'Bearer', expires_in: tokenLifeSeconds },
    { 'cache-control': 'no-store' },
  );
}

function problemOf(request: Incoming, query: URLSearchParams, issuer: TokenIssuer): string | undefined {
  const checks: readonly (readonly [string, boolean])[] = [
    ['response_type', query.get('response_type') === 'code'],
    ['client_id', query.get('client_id') === issuer.signIn.clientId],
    ['redirect_uri', localTarget(request, query.get('redirect_uri') ?? '') !== undefined],
    ['code_challenge_method', query.get('code_challenge_method') === 'S256'],
    ['code_challenge', (query.get('code_challenge') ?? '').length >= 43],
  ];
  return checks.find(([, holds]) => !holds)?.[0];
}

/** An address of this very origin, since nothing else may receive a code. */
function localTarget(request: Incoming, uri: string): string | undefined {
  const origin = `http://${request.headers['host'] ?? '127.0.0.1'}`;
  const target = URL.canParse(uri, origin) ? new URL(uri, origin) : undefined;
  return target?.origin === origin ? target.href : undefined;
}

function redirect(location: string): Outgoing {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

function refused(name: string): Outgoing {
  return json(400, { error: 'invalid_request', error_description: `${name} is missing or not allowed` });
}
