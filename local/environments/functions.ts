import type { FunctionResource } from '../deployment.ts';
import type { Surrounding } from './environment.ts';
import { Pool, type PoolStats } from './pool.ts';
import type { Outcome } from './protocol.ts';

/** All functions of a deployment, by ARN. */
export type Functions = {
  invoke(functionArn: string, event: unknown): Promise<Outcome>;
  /** Plans a crash; `name` may be the deployed name or the function's own (`shopper-verify`). False when unknown. */
  crashNext(name: string, afterMs: number): boolean;
  forgetCrashes(): void;
  /** Whether any invocation runs or waits. */
  busy(): boolean;
  stats(): readonly PoolStats[];
  close(): Promise<void>;
};

const idleMs = 60_000;
const reapEveryMs = 5_000;

/** Pools for every function; nothing is started before the first invocation, and idle environments end after 60 s. */
export function makeFunctions(lambdas: readonly FunctionResource[], around: Surrounding): Functions {
  const pools = new Map(lambdas.map(lambda => [lambda.arn, new Pool(lambda, around)]));
  const reaper = setInterval(() => pools.forEach(pool => pool.reap(idleMs)), reapEveryMs);
  reaper.unref();
  const stats = (): readonly PoolStats[] => [...pools.values()].map(pool => pool.stats());
  return {
    invoke: (functionArn, event) => {
      const pool = pools.get(functionArn);
      return pool === undefined
        ? Promise.reject(new Error('An invocation names a function that is not deployed'))
        : pool.invoke(event);
    },
    crashNext: (name, afterMs) => {
      const lambda = lambdas.find(
        candidate => candidate.name === name || candidate.name.endsWith(`-${name}`),
      );
      pools.get(lambda?.arn ?? '')?.crashNext(afterMs);
      return lambda !== undefined;
    },
    forgetCrashes: () => pools.forEach(pool => pool.forgetCrashes()),
    busy: () => stats().some(pool => pool.inUse > 0 || pool.waiting > 0),
    stats,
    close: async () => {
      clearInterval(reaper);
      await Promise.all([...pools.values()].map(pool => pool.close()));
    },
  };
}
