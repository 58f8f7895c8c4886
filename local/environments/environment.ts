import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { FunctionResource } from '../deployment.ts';
import type { LogRing } from './log-ring.ts';
import type { Invoke, Outcome, Report } from './protocol.ts';
import { startupOf, variablesOf } from './startup.ts';

/** Keys of one environment, and how to say whether an invocation runs in it (Lambda freezes it in between). */
export type EnvironmentKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  setBusy(busy: boolean): void;
  revoke(): void;
};

/** What every environment of a local system shares. */
export type Surrounding = {
  readonly clock: Clock;
  readonly logs: LogRing;
  readonly region: string;
  readonly awsEndpoint: string;
  issueKeys(lambda: FunctionResource): EnvironmentKeys;
};

type Finish = (outcomeOf: (requestId: string) => Outcome) => void;

/**
 * One execution environment: a worker thread with the function's variables, keys of its role and the shared clock. It
 * runs one invocation at a time; `ready` rejects when the bundle cannot be loaded.
 */
export class Environment {
  readonly id = randomUUID();
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  readonly #lambda: FunctionResource;
  readonly #around: Surrounding;
  readonly #keys: EnvironmentKeys;
  readonly #worker: Worker;
  #finish: Finish | undefined;

  constructor(lambda: FunctionResource, around: Surrounding) {
    this.#lambda = lambda;
    this.#around = around;
    this.#keys = around.issueKeys(lambda);
    this.#keys.setBusy(true);
    this.#worker = new Worker(new URL('./bootstrap.ts', import.meta.url), {
      env: variablesOf(lambda, this.#keys, around, this.id),
      workerData: startupOf(lambda, around.clock, this.id),
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: lambda.memoryMb },
      name: lambda.name,
    });
    this.ready = this.#untilReady();
    this.ended = new Promise(resolve => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (report: Report) => this.#hear(report));
    this.#worker.on('error', error =>
      this.#log(`ended: ${error instanceof Error ? error.message : 'unknown error'}`),
    );
    this.#worker.on('exit', () => {
      this.#finish?.(requestId => ({ kind: 'crashed', requestId }));
      this.#keys.revoke();
    });
  }

  /** Runs the handler once; ends the thread at the function's timeout, or `crashAfterMs` after the start (0: at once). */
  async invoke(event: unknown, crashAfterMs?: number): Promise<Outcome> {
    const requestId = randomUUID();
    const timeoutMs = this.#lambda.timeoutSeconds * 1000;
    const outcome = new Promise<Outcome>(resolve => {
      this.#finish = outcomeOf => resolve(outcomeOf(requestId));
    });
    this.#keys.setBusy(true);
    const invoke: Invoke = { requestId, event: JSON.stringify(event), remainingMs: timeoutMs };
    const timers = [setTimeout(() => this.#timeOut(), timeoutMs)];
    if (crashAfterMs === 0) {
      // A thread that is told first may answer before it ends.
      void this.end();
    } else {
      this.#worker.postMessage(invoke, []);
      if (crashAfterMs !== undefined) timers.push(setTimeout(() => void this.end(), crashAfterMs));
    }
    return outcome.finally(() => {
      this.#finish = undefined;
      timers.forEach(clearTimeout);
      this.#keys.setBusy(false);
    });
  }

  /** Ends the thread as SIGKILL would: no `finally` block runs. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #untilReady(): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => {
      this.#worker.on('message', (report: Report) => report.kind === 'ready' && resolve());
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => reject(new Error(`${this.#lambda.name} ended while it started`)));
    });
    ready.catch(() => undefined);
    return ready;
  }

  #hear(report: Report): void {
    if (report.kind === 'ready') {
      this.#keys.setBusy(false);
    } else if (report.kind === 'line') {
      this.#log(report.line);
    } else if (report.kind === 'failed') {
      this.#finish?.(() => report);
    } else {
      this.#finish?.(() => ({ ...report, payload: JSON.parse(report.payload) as unknown }));
    }
  }

  #timeOut(): void {
    this.#log(`Task timed out after ${this.#lambda.timeoutSeconds} seconds`);
    this.#finish?.(requestId => ({ kind: 'timed-out', requestId }));
    void this.end();
  }

  #log(line: string): void {
    const at = new Date(this.#around.clock.now()).toISOString();
    this.#around.logs.add({ at, function: this.#lambda.name, environment: this.id, line });
  }
}
