import type { RotationBook } from '../aws/secrets/engine.ts';
import type { RotationTask } from '../aws/secrets/rotation.ts';
import type { Clock } from '../clock.ts';
import type { Functions } from '../environments/functions.ts';
import type { Fired } from './scheduler.ts';

/** Secrets Manager at work: it invokes the rotation functions. */
export type SecretRotations = {
  /** Does what is due for every secret, and answers how each attempt ended when it has. */
  fire(): Promise<readonly Fired[]>;
  /** Whether an attempt runs now. */
  busy(): boolean;
};

/**
 * Invokes the rotation functions, one step after the other, as Secrets Manager does: when a schedule's time has
 * passed (looked at by `fire`), at once when RotateSecret asks. A step that does not answer ends the attempt; the
 * whole rotation is made again, with the same token, at the next `fire`.
 */
export function makeSecretRotations(
  book: RotationBook,
  functions: Pick<Functions, 'invoke'>,
  clock: Pick<Clock, 'now'>,
): SecretRotations {
  const running = new Map<string, Promise<Fired | undefined>>();
  const attempt = async (secretArn: string): Promise<Fired | undefined> => {
    const task = book.next(secretArn, clock.now());
    if (task === undefined) return undefined;
    const outcome = await walk(task, functions);
    book.settle(task, outcome === 'answered', clock.now());
    return { schedule: `rotation of ${task.secretName}`, outcome };
  };
  const run = (secretArn: string): Promise<Fired | undefined> => {
    const now = running.get(secretArn);
    if (now !== undefined) return now;
    const begun = attempt(secretArn).finally(() => running.delete(secretArn));
    running.set(secretArn, begun);
    return begun;
  };
  book.whenAsked(secretArn => void (running.get(secretArn) ?? Promise.resolve()).then(() => run(secretArn)));
  return {
    fire: async () => {
      const ended = await Promise.all(book.secretArns.map(run));
      return ended.filter(fired => fired !== undefined);
    },
    busy: () => running.size > 0,
  };
}

async function walk(task: RotationTask, functions: Pick<Functions, 'invoke'>): Promise<Fired['outcome']> {
  for (const Step of task.steps) {
    const event = { Step, SecretId: task.secretArn, ClientRequestToken: task.token };
    const { kind } = await functions.invoke(task.functionArn, event);
    if (kind !== 'answered') return kind;
  }
  return 'answered';
}
