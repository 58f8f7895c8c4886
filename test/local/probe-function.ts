import { makeClock } from '../../local/clock.ts';
import type { FunctionResource } from '../../local/deployment.ts';
import { type Functions, makeFunctions } from '../../local/environments/functions.ts';
import { makeLogRing } from '../../local/environments/log-ring.ts';
import { functionAt, writeBundle } from './bundle-folder.ts';

const source = `
import net from 'node:net';
let inside = 0, calls = 0;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const tasks = {
  echo: event => ({ event, calls }),
  about: (_, context) => ({ env: process.env, name: context.functionName, arn: context.invokedFunctionArn,
    remaining: context.getRemainingTimeInMillis(), requestId: context.awsRequestId }),
  time: () => ({ now: Date.now(), fresh: new Date().getTime(), text: Date(), fixed: new Date(0).toISOString(),
    same: new Date() instanceof Date, monotonic: performance.now() }),
  nap: async event => { inside += 1; const together = inside; await pause(event.ms); inside -= 1; return { together }; },
  fail: () => { throw new TypeError('no such thing'); },
  speak: () => { console.log('one\\ntwo'); console.error('three'); return null; },
  exit: () => process.exit(3),
  busy: () => { for (;;); },
  dial: event => new Promise(resolve => {
    const socket = net.connect(event.port, event.host);
    socket.on('connect', () => { socket.destroy(); resolve('connected'); });
    socket.on('error', error => resolve(error.message));
  }),
  fetch: event => fetch(event.url).then(() => 'connected', error => String(error.cause?.message ?? error)),
};
export const handler = async (event, context) => { calls += 1; return tasks[event.task](event, context); };
`;

const bundle = writeBundle(source);
/** The clock all probes share. */
export const clock = makeClock();
/** What all probes have written. */
export const logs = makeLogRing();
/** The keys that are in use, and whether their environment runs an invocation. */
export const busy = new Map<string, boolean>();
let keys = 0;
let open: Functions[] = [];

/** Starts a function that does what its event says (`task`), and answers how to invoke it. */
export function start(
  more: Partial<FunctionResource> = {},
): (event: object) => ReturnType<Functions['invoke']> {
  const functions = startFunctions(more);
  return event => functions.invoke(functionAt('').arn, event);
}

/** Starts that function and answers the whole pool. */
export function startFunctions(more: Partial<FunctionResource> = {}): Functions {
  const functions = makeFunctions([functionAt(bundle.codePath, more)], {
    clock,
    logs,
    region: 'ap-northeast-1',
    awsEndpoint: 'http://127.0.0.1:4322',
    issueKeys: () => {
      const accessKeyId = `KEY${(keys += 1)}`;
      busy.set(accessKeyId, false);
      return {
        accessKeyId,
        secretAccessKey: 'secret',
        sessionToken: 'token',
        setBusy: is => void busy.set(accessKeyId, is),
        revoke: () => void busy.delete(accessKeyId),
      };
    },
  });
  open.push(functions);
  return functions;
}

/** What an invocation answered; how it ended when it did not. */
export async function payloadOf(outcome: ReturnType<Functions['invoke']>): Promise<unknown> {
  const ended = await outcome;
  return ended.kind === 'answered' ? ended.payload : ended;
}

/** Ends every function started so far and forgets their keys. */
export async function endAll(): Promise<void> {
  await Promise.all(open.map(functions => functions.close()));
  open = [];
  busy.clear();
}

/** Deletes the probe's bundle. */
export function removeProbe(): void {
  bundle.remove();
}
