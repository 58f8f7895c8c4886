import { randomUUID } from 'node:crypto';
import { evaluate } from '../../policy/evaluate.ts';
import type { Clock } from '../clock.ts';
import type { Deployment, ScheduleResource } from '../deployment.ts';
import type { Functions } from '../environments/functions.ts';
import type { Outcome } from '../environments/protocol.ts';
import type { SecretRotations } from './secret-rotations.ts';

/** What fired and how its last invocation ended. */
export type Fired = { readonly schedule: string; readonly outcome: Outcome['kind'] };

/** The schedules of a deployment, the rotations of its secrets among them. */
export type Scheduler = {
  /** Fires every schedule once, whatever the time, and the rotations that are due. */
  fire(): Promise<readonly Fired[]>;
  /**
   * Fires each schedule when its period has passed on the local clock; a jump of an hour fires it once. Rotations are
   * looked at every minute.
   */
  start(): void;
  stop(): void;
};

const lookEveryMs = 1000;
const rotationsEveryMs = 60_000;
const periodsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Refuses schedules that are not `rate(…)` and those whose role may not invoke the function, as AWS would in silence. */
export function makeScheduler(
  deployment: Deployment,
  functions: Functions,
  clock: Clock,
  rotations: Pick<SecretRotations, 'fire'>,
): Scheduler {
  const schedules = deployment.schedules.map(schedule => {
    refuseWithoutPermission(schedule, deployment);
    return { schedule, periodMs: periodOf(schedule) };
  });
  const invoke = async (schedule: ScheduleResource): Promise<Fired> => {
    const { kind } = await functions.invoke(schedule.functionArn, inputOf(schedule, clock));
    return { schedule: schedule.name, outcome: kind };
  };
  const jobs = [
    ...schedules.map(({ schedule, periodMs }) => ({ periodMs, run: async () => [await invoke(schedule)] })),
    { periodMs: rotationsEveryMs, run: rotations.fire },
  ];
  const last = new Map<(typeof jobs)[number], number>();
  let timer: NodeJS.Timeout | undefined;
  return {
    fire: async () => (await Promise.all(jobs.map(job => job.run()))).flat(),
    start: () => {
      timer = setInterval(() => {
        for (const job of jobs) {
          const period = Math.floor(clock.now() / job.periodMs);
          if (last.get(job) !== period) {
            last.set(job, period);
            void job.run();
          }
        }
      }, lookEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}

function periodOf(schedule: ScheduleResource): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule.expression) ?? [];
  const unitMs = periodsMs[unit];
  if (unitMs === undefined) {
    throw new Error(`The schedule ${schedule.name} says ${schedule.expression}; only rate(…) runs locally`);
  }
  return Number(count) * unitMs;
}

function refuseWithoutPermission(schedule: ScheduleResource, deployment: Deployment): void {
  const role = deployment.roles.find(candidate => candidate.arn === schedule.roleArn);
  const { account } = deployment;
  const session = `arn:aws:sts::${account}:assumed-role/${role?.name ?? ''}/scheduler`;
  const decision = evaluate(
    {
      caller: { kind: 'role', account, arn: session, roleArn: schedule.roleArn },
      action: 'lambda:InvokeFunction',
      resource: schedule.functionArn,
      resourceAccount: account,
      context: {},
    },
    { identity: (role?.policies ?? []).map(policy => policy.document) },
  );
  if (!decision.allowed) {
    throw new Error(
      `The role of the schedule ${schedule.name} may not invoke its function (${decision.reason})`,
    );
  }
}

function inputOf(schedule: ScheduleResource, clock: Clock): unknown {
  const now = new Date(clock.now()).toISOString();
  const text = schedule.input
    .replaceAll('<aws.scheduler.scheduled-time>', now)
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(text);
}
