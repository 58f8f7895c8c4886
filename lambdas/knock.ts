import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type * as z from 'zod/mini';
import { cookieNames, readCookies } from './cookies.ts';
import { staffId, type SecretHash, type ShopperId, type StaffId, type StoreId } from './domain/ids.ts';
import { hashOfSecret } from './domain/pepper.ts';
import { isRefusal, refuse, type Refusal } from './domain/refusal.ts';
import type { Route } from './routes.ts';

/** Who stands at the door, once the door has looked. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'shopper'; readonly shopperId: ShopperId; readonly session: SecretHash }
  | { readonly kind: 'till'; readonly storeId: StoreId; readonly session: SecretHash }
  | { readonly kind: 'staff'; readonly staffId: StaffId; readonly groups: readonly string[] };

/** One request after the door: parsed, and its caller known. Time in milliseconds. */
export type Knock<Body = unknown> = {
  readonly body: Body;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly address: string;
  readonly locale: 'ja' | 'en';
  readonly idempotencyKey: string | undefined;
  readonly nowMs: number;
};

/** Finds who a session cookie belongs to, and whether a person of the staff is here still; a function has the guards of its doors. */
export type Guards = {
  readonly shopper?: (cookie: SecretHash, nowMs: number) => Promise<{ shopperId: ShopperId } | undefined>;
  readonly till?: (cookie: SecretHash, nowMs: number) => Promise<{ storeId: StoreId } | undefined>;
  readonly staff?: (id: StaffId) => Promise<'here' | 'left'>;
};

/** Browsers send Origin with every POST; another site's is refused. The host is the one the viewer asked for. */
function isFromElsewhere(event: APIGatewayProxyEventV2): boolean {
  const { origin } = event.headers;
  if (origin === undefined) return event.headers['sec-fetch-site'] === 'cross-site';
  return !URL.canParse(origin) || new URL(origin).host !== event.headers['x-viewer-host'];
}

const maxBodyBytes = 16_384;

/** JSON can spell half a letter (a lone surrogate); no table keeps one, so it is out of form. */
function wholeLetters(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('half a letter');
  return value;
}

function readBody(
  event: APIGatewayProxyEventV2,
  schema: z.ZodMiniType | undefined,
): { body: unknown } | Refusal {
  if (schema === undefined) return { body: undefined };
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  if (Buffer.byteLength(text) > maxBodyBytes) return refuse('request.too_large');
  if (!/^application\/json\b/iu.test(event.headers['content-type'] ?? '')) return refuse('request.not_json');
  try {
    const parsed = schema.safeParse(JSON.parse(text, wholeLetters));
    if (parsed.success) return { body: parsed.data };
    const fields = new Set(
      parsed.error.issues.map(({ path }) => path.filter(step => typeof step === 'string').join('.')),
    );
    return refuse('request.malformed', { fields: [...fields].filter(Boolean).join(', ') });
  } catch {
    return refuse('request.malformed');
  }
}

/** `[marketer custodian]`, as the HTTP API hands a list claim over, or a plain word. */
export function readGroups(claim: unknown): string[] {
  return typeof claim === 'string'
    ? claim
        .replace(/^\[|\]$/gu, '')
        .split(/[\s,]+/u)
        .filter(Boolean)
    : [];
}

/** The token's holder, unless they left: a token lives on for its hour, whatever became of its holder (D5). */
async function staffCaller(
  event: APIGatewayProxyEventV2,
  group: string,
  guard: Guards['staff'],
): Promise<Caller | Refusal> {
  const { authorizer } = event.requestContext as Partial<
    APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']
  >;
  const claims = authorizer?.jwt.claims;
  const subject = claims?.['sub'];
  if (typeof subject !== 'string' || !/^[\w-]{1,60}$/u.test(subject)) return refuse('session.missing');
  if (claims?.['token_use'] !== 'access') return refuse('session.not_allowed');
  const id = staffId(`stf_${subject}`);
  if ((await guard?.(id)) !== 'here') return refuse('staff.left');
  const groups = readGroups(claims['cognito:groups']);
  return groups.includes(group) ? { kind: 'staff', staffId: id, groups } : refuse('session.not_allowed');
}

async function findCaller(
  event: APIGatewayProxyEventV2,
  route: Route,
  guards: Guards,
  nowMs: number,
): Promise<Caller | Refusal> {
  switch (route.door) {
    case 'open':
      return { kind: 'nobody' };
    case 'marketer':
    case 'custodian':
      return staffCaller(event, route.door, guards.staff);
    case 'shopper':
    case 'till': {
      const shown = readCookies(event)[cookieNames[route.door]];
      if (shown === undefined || shown.length > 128) return refuse('session.missing');
      const session = hashOfSecret(shown);
      if (route.door === 'shopper') {
        const found = await guards.shopper?.(session, nowMs);
        return found === undefined ? refuse('session.missing') : { kind: 'shopper', session, ...found };
      }
      const found = await guards.till?.(session, nowMs);
      return found === undefined ? refuse('session.missing') : { kind: 'till', session, ...found };
    }
  }
}

function readKey(event: APIGatewayProxyEventV2): { key: string | undefined } | Refusal {
  const key = event.headers['idempotency-key'];
  return key === undefined || /^[\x21-\x7e]{1,128}$/u.test(key)
    ? { key }
    : refuse('request.malformed', { fields: 'Idempotency-Key' });
}

/** Path parameters as they were meant; one that is not valid percent-encoding names nothing. */
function readParams(event: APIGatewayProxyEventV2): Record<string, string> {
  const params = Object.entries(event.pathParameters ?? {});
  return Object.fromEntries(
    params.map(([name, value]) => [name, (value ?? '').slice(0, 200).toWellFormed()]),
  );
}

/** Looks at a request: where it comes from, who sends it, whether its body is in form; refuses or hands it on. */
export async function makeKnock(
  event: APIGatewayProxyEventV2,
  route: Route,
  schema: z.ZodMiniType | undefined,
  guards: Guards,
  nowMs: number,
): Promise<Knock | Refusal> {
  if (route.method !== 'GET' && isFromElsewhere(event)) return refuse('request.cross_origin');
  const caller = await findCaller(event, route, guards, nowMs);
  if (isRefusal(caller)) return caller;
  const key = readKey(event);
  if (isRefusal(key)) return key;
  const read = readBody(event, schema);
  if (isRefusal(read)) return read;
  return {
    body: read.body,
    caller,
    params: readParams(event),
    query: Object.fromEntries(
      Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, value ?? '']),
    ),
    cookies: readCookies(event),
    address: event.headers['x-viewer-ip'] ?? event.requestContext.http.sourceIp,
    locale: /^\s*en\b/iu.test(event.headers['accept-language'] ?? '') ? 'en' : 'ja',
    idempotencyKey: key.key,
    nowMs,
  };
}

/** The caller the route's door let in; another kind here is a mistake of ours. */
export function callerOf<K extends Caller['kind']>(
  knock: Pick<Knock, 'caller'>,
  kind: K,
): Extract<Caller, { kind: K }> {
  const { caller } = knock;
  if (!isKind(caller, kind)) throw new Error(`a ${kind} was expected behind this door`);
  return caller;
}

function isKind<K extends Caller['kind']>(caller: Caller, kind: K): caller is Extract<Caller, { kind: K }> {
  return caller.kind === kind;
}
