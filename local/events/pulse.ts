import { setTimeout as pause } from 'node:timers/promises';
import type { Functions } from '../environments/functions.ts';
import type { QueuePoller } from './queue-poller.ts';
import type { Scheduler } from './scheduler.ts';
import type { SecretRotations } from './secret-rotations.ts';

/** One pulse's invocations and how they ended. */
export type PulseReport = Awaited<ReturnType<Scheduler['fire']>>;

const lookEveryMs = 5;
const quietLooks = 3;
const longestMs = 600_000;

/**
 * Fires the schedules once and waits until nothing follows from it: no message to take or being worked on, no
 * invocation running, no rotation between two of its steps. A message that is hidden by its visibility timeout is not waited for
 * (DESIGN §7). Throws when that takes longer than ten minutes.
 */
export async function runPulse(parts: {
  readonly scheduler: Scheduler;
  readonly pollers: readonly QueuePoller[];
  readonly functions: Functions;
  readonly rotations: Pick<SecretRotations, 'busy'>;
}): Promise<PulseReport> {
  const report = await parts.scheduler.fire();
  const giveUpAtMs = performance.now() + longestMs;
  for (let quiet = 0; quiet < quietLooks; ) {
    const working = parts.functions.busy() || parts.rotations.busy();
    const busy = working || parts.pollers.some(poller => poller.busy());
    quiet = busy ? 0 : quiet + 1;
    if (performance.now() > giveUpAtMs) {
      throw new Error(
        'A pulse has been at work for ten minutes; see /local/functions and /local/trail?service=sqs',
      );
    }
    await pause(lookEveryMs);
  }
  return report;
}
