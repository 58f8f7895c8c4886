import { describe, expect, it } from 'vitest';
import { makeApi, makeIntent, unreachable } from '../../web/paper/api.ts';

const answering = (response: () => Response) => {
  const sent: { path: string; init: RequestInit }[] = [];
  const api = makeApi({
    fetch: (path, init = {}) => {
      sent.push({ path: path instanceof Request ? path.url : path.toString(), init });
      return Promise.resolve().then(response);
    },
    bearer: () => 'jwt',
  });
  return { api, sent };
};

const keyIn = (init: RequestInit | undefined) => new Headers(init?.headers).get('idempotency-key');

describe('the API client', () => {
  it('gives what a problem says as a value', async () => {
    const body = {
      type: 't',
      title: 'T',
      status: 400,
      code: 'challenge.code_mismatch',
      requestId: 'r',
      attemptsLeft: 2,
    };
    const { api } = answering(() => Response.json(body, { status: 400, headers: { 'retry-after': '7' } }));
    expect(await api.get('/v1/me')).toEqual({
      ok: false,
      problem: {
        status: 400,
        code: 'challenge.code_mismatch',
        requestId: 'r',
        retryAfterSeconds: 7,
        facts: { attemptsLeft: 2 },
      },
    });
  });

  it('names the status when an answer is no problem document', async () => {
    const { api } = answering(() => new Response('<html>', { status: 502 }));
    const answer = await api.get('/v1/me');
    expect(answer.ok ? undefined : answer.problem.code).toBe('http.502');
  });

  it('says that nothing answered when the connection is lost', async () => {
    const { api } = answering(() => {
      throw new TypeError('lost');
    });
    const answer = await api.post('/v1/me/sign-out');
    expect(answer.ok ? undefined : answer.problem).toEqual({ status: 0, code: unreachable, facts: {} });
  });

  it('sends a bearer, JSON and the key of the intent, to our own origin only', async () => {
    const { api, sent } = answering(() => Response.json({}));
    await api.post('/v1/x', { a: 1 }, { intent: makeIntent(() => 'k') });
    const headers = new Headers(sent[0]?.init.headers);
    expect([headers.get('authorization'), headers.get('content-type'), keyIn(sent[0]?.init)]).toEqual([
      'Bearer jwt',
      'application/json',
      'k',
    ]);
    expect([sent[0]?.init.credentials, sent[0]?.init.body]).toEqual(['same-origin', '{"a":1}']);
  });
});

describe('an intent', () => {
  const counting = () => {
    let count = 0;
    return makeIntent(() => `key-${(count += 1)}`);
  };
  const refused = (status: number, code = 'x.y') =>
    ({ ok: false, problem: { status, code, facts: {} } }) as const;

  it('keeps its key while the outcome is open', () => {
    const intent = counting();
    const first = intent.keyFor({ a: 1 });
    for (const status of [0, 500, 502, 504]) intent.settle(refused(status));
    intent.settle(refused(503, 'http.503'));
    expect(intent.keyFor({ a: 1 })).toBe(first);
  });

  it('takes a new key for another body', () => {
    const intent = counting();
    expect(intent.keyFor({ a: 1 })).not.toBe(intent.keyFor({ a: 2 }));
  });

  it.each([
    refused(400),
    refused(409),
    refused(429),
    refused(503, 'sms.unavailable'),
    { ok: true, status: 201, value: {} } as const,
  ])('takes a new key once it is answered (%o)', answer => {
    const intent = counting();
    const first = intent.keyFor({});
    intent.settle(answer);
    expect(intent.keyFor({})).not.toBe(first);
  });
});
