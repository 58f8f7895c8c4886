import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Caller } from './caller.ts';
import { readCookies } from './cookies.ts';
import { isRefusal, refuse, type Refusal } from './domain/refusal.ts';

/** What a request says, before it is known who sends it. Time in milliseconds. */
export type Asked<Body = unknown> = {
  readonly body: Body;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly address: string;
  readonly locale: 'ja' | 'en';
  readonly idempotencyKey: string | undefined;
  readonly nowMs: number;
};

/** One request after the door: parsed, and its caller known. */
export type Knock<Body = unknown> = Asked<Body> & { readonly caller: Caller };

/** Browsers send Origin with every POST; another site's is refused. The host is the one the viewer asked for. */
export function isFromElsewhere(event: APIGatewayProxyEventV2): boolean {
  const { origin } = event.headers;
  if (origin === undefined) return event.headers['sec-fetch-site'] === 'cross-site';
  return !URL.canParse(origin) || new URL(origin).host !== event.headers['x-viewer-host'];
}

/** The largest body of a route that names none of its own, in bytes. */
const usualBodyBytes = 16_384;

/** What a route takes: the schema of its body, and how many bytes that may have. */
export type Taken = { readonly body?: z.ZodMiniType; readonly maxBodyBytes?: number };

/** JSON can spell half a letter (a lone surrogate); no table keeps one, so it is out of form. */
function wholeLetters(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('half a letter');
  return value;
}

function readBody(
  event: APIGatewayProxyEventV2,
  { body: schema, maxBodyBytes = usualBodyBytes }: Taken,
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

/** Reads what a request says; nothing is looked up for it. Refuses what is out of form. */
export function readAsked(event: APIGatewayProxyEventV2, taken: Taken, nowMs: number): Asked | Refusal {
  const key = readKey(event);
  if (isRefusal(key)) return key;
  const read = readBody(event, taken);
  if (isRefusal(read)) return read;
  return {
    body: read.body,
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
