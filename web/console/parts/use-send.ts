import { useRef, useState } from 'preact/hooks';
import type { Answer, Problem } from '../../paper/api.ts';
import { type Intent, makeIntent } from '../../paper/api.ts';
import { useConsole } from '../console-context.ts';

/** Sending something once: the button rests while it is under way, and a lost reply is asked for with the same key. */
export type Sending = {
  readonly busy: boolean;
  readonly problem?: Problem;
  readonly post: <T>(path: string, body?: unknown) => Promise<Answer<T>>;
  readonly put: <T>(path: string, body?: unknown) => Promise<Answer<T>>;
};

/** One intent of one form (DESIGN §5, Idempotency-Key). */
export const useSend = (): Sending => {
  const { api } = useConsole();
  const intent = useRef<Intent>(undefined);
  intent.current ??= makeIntent();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const send = async <T>(verb: 'post' | 'put', path: string, body: unknown): Promise<Answer<T>> => {
    setBusy(true);
    setProblem(undefined);
    const answer = await api[verb]<T>(path, body, { intent: (intent.current ??= makeIntent()) });
    setBusy(false);
    if (!answer.ok) setProblem(answer.problem);
    return answer;
  };
  return {
    busy,
    ...(problem === undefined ? {} : { problem }),
    post: (path, body = {}) => send('post', path, body),
    put: (path, body = {}) => send('put', path, body),
  };
};
