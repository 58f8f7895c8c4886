import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { allowLoopbackOnly } from './loopback-only.ts';
import type { Invoke, Report, Startup } from './protocol.ts';
import { followClock } from './shared-time.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const startup = workerData as Startup;
const realNow = performance.now.bind(performance);

followClock(startup.clockOffset);
allowLoopbackOnly();
captureOutput();
const handler = await loadHandler();
parentPort?.on('message', (invoke: Invoke) => void run(invoke));
report({ kind: 'ready' });

function report(message: Report): void {
  parentPort?.postMessage(message, []);
}

function captureOutput(): void {
  const write = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      report({ kind: 'line', line });
    }
    const done = rest.at(-1);
    if (typeof done === 'function') {
      queueMicrotask(() => done());
    }
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}

async function loadHandler(): Promise<Handler> {
  const [file = '', name = ''] = startup.handler.split('.');
  const module = (await import(pathToFileURL(join(startup.codePath, `${file}.mjs`)).href)) as Record<
    string,
    unknown
  >;
  const found = module[name];
  if (typeof found !== 'function') {
    throw new Error(`${startup.handler} is not exported by the bundle`);
  }
  return found as Handler;
}

async function run(invoke: Invoke): Promise<void> {
  const endsAt = realNow() + invoke.remainingMs;
  const context = {
    ...startup.context,
    functionVersion: '$LATEST',
    awsRequestId: invoke.requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(endsAt - realNow())),
  };
  try {
    const answer = await handler(JSON.parse(invoke.event), context);
    report({ kind: 'answered', requestId: invoke.requestId, payload: JSON.stringify(answer ?? null) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    report({ kind: 'failed', requestId: invoke.requestId, errorType: name, message });
  }
}
