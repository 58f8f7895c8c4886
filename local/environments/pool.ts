import type { FunctionResource } from '../deployment.ts';
import { Environment, type Surrounding } from './environment.ts';
import type { Outcome } from './protocol.ts';

/** How many environments of a function there are and were; `waiting` counts the requests without one. */
export type PoolStats = {
  readonly function: string;
  readonly started: number;
  readonly inUse: number;
  readonly idle: number;
  readonly crashed: number;
  readonly waiting: number;
};

type Waiting = { readonly event: unknown; readonly settle: (outcome: Outcome) => void };
type Idle = { readonly environment: Environment; readonly sinceMs: number };

const mostEnvironments = 8;
const longestWaitMs = 30_000;

/**
 * The environments of one function, up to 8 or the template's reserved concurrency, started on demand (reference
 * local.md A5), and the requests that wait for one: first come first served, 30 s at most.
 */
export class Pool {
  readonly #lambda: FunctionResource;
  readonly #around: Surrounding;
  readonly #cap: number;
  readonly #alive = new Set<Environment>();
  readonly #queue: Waiting[] = [];
  #crashes: number[] = [];
  #idle: readonly Idle[] = [];
  #starting = 0;
  #started = 0;
  #inUse = 0;
  #crashed = 0;
  #closed = false;

  constructor(lambda: FunctionResource, around: Surrounding) {
    this.#lambda = lambda;
    this.#around = around;
    this.#cap = Math.min(mostEnvironments, lambda.reservedConcurrency ?? mostEnvironments);
  }

  /** Runs the function once, as soon as an environment is free. */
  invoke(event: unknown): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const waiting = { event, settle: resolve };
    const timer = setTimeout(() => {
      if (this.#queue.includes(waiting)) {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        resolve({ kind: 'saturated' });
      }
    }, longestWaitMs);
    this.#queue.push(waiting);
    this.#pump();
    return promise.finally(() => clearTimeout(timer));
  }

  /** Ends the environment of the next invocation that starts, `afterMs` after its start. */
  crashNext(afterMs: number): void {
    this.#crashes.push(afterMs);
  }

  /** Takes back planned crashes that have not happened. */
  forgetCrashes(): void {
    this.#crashes = [];
  }

  /** Ends the environments that have had nothing to do for `idleMs` of real time. */
  reap(idleMs: number): void {
    const tired = this.#idle.filter(item => performance.now() - item.sinceMs >= idleMs);
    this.#idle = this.#idle.filter(item => !tired.includes(item));
    tired.forEach(item => void item.environment.end());
  }

  stats(): PoolStats {
    return {
      function: this.#lambda.name,
      started: this.#started,
      inUse: this.#inUse,
      idle: this.#idle.length,
      crashed: this.#crashed,
      waiting: this.#queue.length,
    };
  }

  /** Ends every environment at once; what waits is answered as saturated. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.splice(0).forEach(waiting => waiting.settle({ kind: 'saturated' }));
    await Promise.all([...this.#alive].map(environment => environment.end()));
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const next = this.#idle.at(-1);
      this.#idle = this.#idle.slice(0, -1);
      const waiting = next && this.#queue.shift();
      if (next !== undefined && waiting !== undefined) {
        void this.#run(next.environment, waiting);
      }
    }
    while (!this.#closed && this.#starting < this.#queue.length && this.#alive.size < this.#cap) {
      this.#start();
    }
  }

  #start(): void {
    const environment = new Environment(this.#lambda, this.#around);
    this.#alive.add(environment);
    this.#starting += 1;
    this.#started += 1;
    void this.#retire(environment);
    void this.#welcome(environment);
  }

  async #welcome(environment: Environment): Promise<void> {
    try {
      await environment.ready;
      this.#starting -= 1;
      this.#rest(environment);
    } catch (error) {
      this.#starting -= 1;
      const message = error instanceof Error ? error.message : 'the environment did not start';
      this.#queue.shift()?.settle({ kind: 'failed', requestId: '', errorType: 'Runtime.InitError', message });
    }
  }

  async #retire(environment: Environment): Promise<void> {
    await environment.ended;
    this.#alive.delete(environment);
    this.#idle = this.#idle.filter(item => item.environment !== environment);
    this.#pump();
  }

  async #run(environment: Environment, { event, settle }: Waiting): Promise<void> {
    this.#inUse += 1;
    const outcome = await environment.invoke(event, this.#crashes.shift());
    this.#inUse -= 1;
    settle(outcome);
    if (outcome.kind === 'crashed' || outcome.kind === 'timed-out') {
      this.#crashed += 1;
      this.#pump();
    } else {
      this.#rest(environment);
    }
  }

  #rest(environment: Environment): void {
    if (this.#alive.has(environment)) {
      this.#idle = [...this.#idle, { environment, sinceMs: performance.now() }];
    }
    this.#pump();
  }
}
