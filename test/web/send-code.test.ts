import { describe, expect, it } from 'vitest';
import { puzzleTarget } from '../../lambdas/domain/puzzle.ts';
import type { Answer, Api, CallOptions } from '../../web/paper/api.ts';
import { pending } from '../../web/shopper/kept.ts';
import { sendCode, type SendCode } from '../../web/shopper/send-code.ts';

type Call = { readonly body: Record<string, unknown>; readonly key: string | undefined };

const started = { challengeId: 'chl_1', expiresAt: '2026-11-21T15:07:00Z', resendAt: '2026-11-21T15:02:30Z' };
const refused = (status: number, code: string, facts = {}): Answer<never> => ({
  ok: false,
  problem: { status, code, facts },
});
const sent: Answer<unknown> = { ok: true, status: 202, value: started };

let puzzles = 0;
const posed = (solution: number) => {
  puzzles += 1;
  const id = `pzl_${puzzles}`;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const puzzle = { id, iterations: 1, most: 9, target: puzzleTarget(id, 1, solution), expiresAt };
  return refused(403, 'challenge.proof_required', { puzzle });
};

/** An API that gives these answers in order, and what it was asked. */
const answering = (answers: readonly Answer<unknown>[]) => {
  const calls: Call[] = [];
  const post = async <T>(_path: string, body?: unknown, { intent }: CallOptions = {}) => {
    calls.push({ body: body as Call['body'], key: intent?.keyFor(body) });
    const answer = answers[calls.length - 1] ?? sent;
    intent?.settle(answer);
    return Promise.resolve(answer as Answer<T>);
  };
  return { api: { post } satisfies Pick<Api, 'post'>, calls };
};

const wish = (api: SendCode['api'], more: Partial<SendCode> = {}): SendCode => ({
  api,
  phone: '090 1234 5678',
  locale: 'ja',
  signal: new AbortController().signal,
  tell: () => undefined,
  ...more,
});

describe('asking for a code', () => {
  it('solves the puzzle it is given and asks again under another key', async () => {
    const { api, calls } = answering([posed(7), sent]);
    const shares: number[] = [];
    expect(await sendCode(wish(api, { tell: share => shares.push(share) }))).toBe('sent');
    expect(calls.map(({ body }) => body['puzzle'])).toEqual([
      undefined,
      { id: `pzl_${puzzles}`, solution: 7 },
    ]);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(2);
    expect(shares.slice(0, 3)).toEqual([0, 1 / 9, 2 / 9]);
    expect(pending.read()).toMatchObject({ challengeId: 'chl_1', phone: '090 1234 5678', unsure: false });
  });

  it('solves three puzzles in a row and then says what the API says', async () => {
    const { api, calls } = answering([posed(1), posed(2), posed(3), posed(4)]);
    expect(await sendCode(wish(api))).toMatchObject({ code: 'challenge.proof_required' });
    expect(calls).toHaveLength(4);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(4);
  });

  it('asks no more once it is stopped', async () => {
    const { api, calls } = answering([posed(8)]);
    const stopping = new AbortController();
    const tell = () => stopping.abort();
    expect(await sendCode(wish(api, { signal: stopping.signal, tell }))).toBe('stopped');
    expect(calls).toHaveLength(1);
  });

  it('gives up a puzzle whose time is over', async () => {
    const expiresAt = new Date(Date.now() - 1000).toISOString();
    const puzzle = {
      id: 'pzl_late',
      iterations: 1,
      most: 1,
      target: puzzleTarget('pzl_late', 1, 0),
      expiresAt,
    };
    const { api, calls } = answering([refused(403, 'challenge.proof_required', { puzzle })]);
    expect(await sendCode(wish(api))).toMatchObject({ code: 'challenge.proof_required' });
    expect(calls).toHaveLength(1);
  });

  it('repeats a request without an answer word for word, so that no second message goes out', async () => {
    const lost = refused(0, 'network.unreachable');
    const { api, calls } = answering([posed(5), lost, sent]);
    expect(await sendCode(wish(api))).toMatchObject({ code: 'network.unreachable' });
    expect(await sendCode(wish(api, { locale: 'en' }))).toBe('sent');
    expect(calls[2]).toEqual(calls[1]);
    const other = answering([sent]);
    await sendCode(wish(other.api, { locale: 'en' }));
    expect(other.calls[0]?.body).toEqual({ phone: '090 1234 5678', locale: 'en' });
    expect(other.calls[0]?.key).not.toBe(calls[2]?.key);
  });

  it('goes on with a challenge whose message may have been lost', async () => {
    const { api } = answering([refused(503, 'sms.unavailable', started)]);
    expect(await sendCode(wish(api))).toBe('sent');
    expect(pending.read()?.unsure).toBe(true);
    const none = answering([refused(503, 'sms.unavailable')]);
    expect(await sendCode(wish(none.api))).toMatchObject({ code: 'sms.unavailable' });
  });
});
