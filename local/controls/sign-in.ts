import { createHash, randomBytes } from 'node:crypto';
import { type Incoming, type Outgoing, json, page } from '../gateway/exchange.ts';
import { type TokenIssuer, tokenLifeSeconds } from '../gateway/token-issuer.ts';
import { type Controls, queryOf } from './control.ts';
import { escapeHtml, type Language, languageOf, layout } from './html.ts';

type Grant = {
  readonly sub: string;
  readonly groups: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
};

const people = [
  {
    name: 'marketer',
    groups: ['marketer'],
    ja: 'マーケター',
    en: 'Marketer',
    jaDoes: '店舗・クーポン・配信',
    enDoes: 'stores, coupons, campaigns',
  },
  {
    name: 'custodian',
    groups: ['custodian'],
    ja: '管理責任者',
    en: 'Custodian',
    jaDoes: '番号の閲覧と記録',
    enDoes: 'readings and registers',
  },
  {
    name: 'both',
    groups: ['marketer', 'custodian'],
    ja: '両方',
    en: 'Both',
    jaDoes: 'マーケターと管理責任者',
    enDoes: 'marketer and custodian',
  },
] as const;

/**
 * The local user pool's sign-in, with the same steps as Cognito's (OAuth 2.0 authorization code with PKCE, S256): the
 * page asks for no password, it offers who to be. Codes work once.
 */
export function signInControls(issuer: TokenIssuer): Controls {
  const grants = new Map<string, Grant>();
  return {
    'GET /local/authorize': request => chooser(request, issuer),
    'POST /local/authorize': request => grant(request, issuer, grants),
    'POST /local/oauth/token': request =>
      exchange(new URLSearchParams(request.body.toString()), issuer, grants),
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

function grant(request: Incoming, issuer: TokenIssuer, grants: Map<string, Grant>): Outgoing {
  const query = queryOf(request);
  const wrong = problemOf(request, query, issuer);
  const person = people.find(
    ({ name }) => name === new URLSearchParams(request.body.toString()).get('person'),
  );
  if (wrong !== undefined || person === undefined) {
    return refused(wrong ?? 'person');
  }
  const code = randomBytes(24).toString('base64url');
  const redirectUri = query.get('redirect_uri') ?? '';
  grants.set(code, {
    sub: `local-${person.name}`,
    groups: person.groups,
    redirectUri,
    challenge: query.get('code_challenge') ?? '',
  });
  const target = new URL(redirectUri);
  target.searchParams.set('code', code);
  target.searchParams.set('state', query.get('state') ?? '');
  return redirect(target.href);
}

async function exchange(
  form: URLSearchParams,
  issuer: TokenIssuer,
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
  if (granted === undefined || !fits) {
    return json(400, { error: 'invalid_grant' });
  }
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

function chooserPage(language: Language, query: string): string {
  const title = language === 'ja' ? 'だれとして入りますか' : 'Who do you want to be?';
  const lead =
    language === 'ja'
      ? '手元のシステムだけの入口です。配備されたシステムでは Cognito が本人を確かめます。'
      : 'This door exists on the local system only. Where it is deployed, Cognito checks who you are.';
  const buttons = people.map(person => {
    const [name, does] = language === 'ja' ? [person.ja, person.jaDoes] : [person.en, person.enDoes];
    return `<button name="person" value="${person.name}"><strong>${name}</strong><span class="quiet">${does}</span></button>`;
  });
  return layout(
    language,
    title,
    `<main><h1>${title}</h1><p class="quiet">${lead}</p>
<form method="post" action="/local/authorize?${escapeHtml(query)}">${buttons.join('\n')}</form></main>`,
  );
}
