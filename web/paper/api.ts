import { noteConnection } from './connection.ts';
import { keepFor } from './keep.ts';

/** What the API said no with (RFC 9457): `facts` holds the further fields, e.g. `attemptsLeft`. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** Every call ends in one of these two; nothing throws for an expected no or a lost connection. */
export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** One thing the person means to do once: gives the Idempotency-Key for the body that carries it. */
export type Intent = {
  readonly keyFor: (body: unknown) => string;
  readonly settle: (answer: Answer<unknown>) => void;
};

/** What a call may carry besides its path and body; `signal` ends it early. */
export type CallOptions = { readonly intent?: Intent; readonly signal?: AbortSignal };

/** The same-origin API client; `T` is the answer's shape in DESIGN §5. */
export type Api = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<Answer<T>>;
  readonly post: <T>(path: string, body?: unknown, options?: CallOptions) => Promise<Answer<T>>;
  readonly put: <T>(path: string, body?: unknown, options?: CallOptions) => Promise<Answer<T>>;
};

/** What the client needs: `bearer` for pages that sign in with a JWT, `onUnauthorized` when a 401 comes. */
export type ApiOptions = {
  readonly fetch?: typeof globalThis.fetch;
  readonly bearer?: () => string | undefined;
  readonly onUnauthorized?: () => void;
  readonly timeoutMs?: number;
};

/** The code of a call that got no answer at all. */
export const unreachable = 'network.unreachable';

/** Statuses after which nobody knows what happened; a 429 or a 503 of ours is an answer: nothing was done. */
const openStatuses = new Set([0, 500, 502, 504]);

/** Whether nobody knows yet what came of a call: the same request, repeated, asks. */
export function isOpen(answer: Answer<unknown>): boolean {
  if (answer.ok) return false;
  const { status, code } = answer.problem;
  return openStatuses.has(status) || code === 'http.503' || code === 'idempotency.in_progress';
}

/** An intent keeps its key while the outcome is open (lost reply, 500, gateway errors) and the body is the same. */
export function makeIntent(newKey: () => string = () => crypto.randomUUID()): Intent {
  let current: { readonly body: string; readonly key: string } | undefined;
  return {
    keyFor: body => {
      const text = JSON.stringify(body ?? null);
      if (current?.body !== text) current = { body: text, key: newKey() };
      return current.key;
    },
    settle: answer => {
      if (!isOpen(answer)) current = undefined;
    },
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** Reads a problem answer; one without a problem body becomes `http.<status>`. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown> | null;
  const { type: _type, title: _title, status: _status, code, detail, requestId, ...facts } = body ?? {};
  const detailText = asText(detail);
  const requestText = asText(requestId);
  const retryAfterSeconds = retryAfter(response);
  return {
    status: response.status,
    code: asText(code) ?? `http.${response.status}`,
    ...(detailText === undefined ? {} : { detail: detailText }),
    ...(requestText === undefined ? {} : { requestId: requestText }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    facts,
  };
}

function requestOf(method: string, body: unknown, options: CallOptions, settings: ApiOptions): RequestInit {
  const headers = new Headers({ accept: 'application/json' });
  const bearer = settings.bearer?.();
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
  if (options.intent) headers.set('idempotency-key', options.intent.keyFor(body));
  if (body !== undefined) headers.set('content-type', 'application/json');
  const timeout = AbortSignal.timeout(settings.timeoutMs ?? 20_000);
  return {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

const lost: Answer<never> = { ok: false, problem: { status: 0, code: unreachable, facts: {} } };

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  noteServerTime(response);
  if (!response.ok) return { ok: false, problem: await readProblem(response) };
  const text = await response.text();
  return { ok: true, status: response.status, value: (text === '' ? undefined : JSON.parse(text)) as T };
}

/** Makes the client of one page; the only place of the pages that calls the API. */
export function makeApi(settings: ApiOptions = {}): Api {
  const call = async <T>(method: string, path: string, body: unknown, options: CallOptions) => {
    const send = settings.fetch ?? globalThis.fetch;
    const answer = await send(path, requestOf(method, body, options, settings))
      .then(readAnswer<T>)
      .catch((): Answer<T> => lost);
    options.intent?.settle(answer);
    if (answer !== lost || options.signal?.aborted !== true) noteConnection(answer !== lost);
    if (!answer.ok && answer.problem.status === 401) settings.onUnauthorized?.();
    return answer;
  };
  return {
    get: (path, options = {}) => call('GET', path, undefined, options),
    post: (path, body = {}, options = {}) => call('POST', path, body, options),
    put: (path, body = {}, options = {}) => call('PUT', path, body, options),
  };
}

const tab = keepFor('session');
const skewKey = 'mogiri.clock';

/** How far this device's clock is off; kept by the tab, so that a reload counts down rightly at once. */
let skewMs = Number(tab.read(skewKey) ?? 0) || 0;

function noteServerTime(response: Response): void {
  const atMs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isFinite(atMs)) setServerTime(atMs);
}

/** Sets the server's time as just heard (ms since 1970); smaller drifts than 1.5 s are left alone. */
export function setServerTime(atMs: number): void {
  const heardMs = atMs - Date.now();
  if (Math.abs(heardMs - skewMs) <= 1500) return;
  skewMs = heardMs;
  tab.write(skewKey, String(heardMs));
}

/** The server's time in ms since 1970, as far as the last answer's Date header tells. */
export function serverNowMs(): number {
  return Date.now() + skewMs;
}
