import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeClock } from '../../local/clock.ts';
import type { FunctionResource } from '../../local/deployment.ts';
import { makeFunctions, type Functions } from '../../local/environments/functions.ts';
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
const clock = makeClock();
const logs = makeLogRing();
const busy = new Map<string, boolean>();
let keys = 0;
let open: Functions[] = [];

function start(more: Partial<FunctionResource> = {}): (event: object) => ReturnType<Functions['invoke']> {
  const functions = startFunctions(more);
  return event => functions.invoke(functionAt('').arn, event);
}

function startFunctions(more: Partial<FunctionResource> = {}): Functions {
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

async function payloadOf(outcome: ReturnType<Functions['invoke']>): Promise<unknown> {
  const ended = await outcome;
  return ended.kind === 'answered' ? ended.payload : ended;
}

afterEach(async () => {
  await Promise.all(open.map(functions => functions.close()));
  open = [];
  busy.clear();
});

afterAll(() => bundle.remove());

describe('an execution environment', () => {
  it('gives the handler its event and answers with JSON', async () => {
    const invoke = start();
    expect(await payloadOf(invoke({ task: 'echo', deep: [1, { two: 2 }] }))).toEqual({
      event: { task: 'echo', deep: [1, { two: 2 }] },
      calls: 1,
    });
  });

  it('keeps its state for the next invocation', async () => {
    const invoke = start();
    await invoke({ task: 'echo' });
    expect(await payloadOf(invoke({ task: 'echo' }))).toMatchObject({ calls: 2 });
  });

  it('has the variables of its function, keys of its own and nothing else of this process', async () => {
    const invoke = start();
    const about = (await payloadOf(invoke({ task: 'about' }))) as { env: Record<string, string> };
    expect(about).toMatchObject({ name: 'mogiri-test-probe', arn: functionAt('').arn });
    expect(about.env).toMatchObject({
      GREETING: 'hello',
      AWS_REGION: 'ap-northeast-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4322',
      AWS_LAMBDA_FUNCTION_NAME: 'mogiri-test-probe',
    });
    expect(about.env['AWS_ACCESS_KEY_ID']).toMatch(/^KEY/);
    expect(about.env['HOME']).toBeUndefined();
  });

  it('knows how much of its time is left', async () => {
    const invoke = start({ timeoutSeconds: 2 });
    const { remaining } = (await payloadOf(invoke({ task: 'about' }))) as { remaining: number };
    expect(remaining).toBeGreaterThan(1000);
    expect(remaining).toBeLessThanOrEqual(2000);
  });

  it('reads the shared clock, also after it was moved while the environment lived', async () => {
    const invoke = start();
    const before = (await payloadOf(invoke({ task: 'time' }))) as Record<string, number>;
    clock.advance(86_400);
    const after = (await payloadOf(invoke({ task: 'time' }))) as Record<string, number>;
    expect(Math.abs(Number(after['now']) - clock.now())).toBeLessThan(1000);
    expect(Number(after['fresh']) - Number(before['fresh'])).toBeGreaterThanOrEqual(86_400_000);
    expect(Number(after['monotonic']) - Number(before['monotonic'])).toBeGreaterThanOrEqual(86_400_000);
    expect(Math.abs(Date.parse(String(after['text'])) - clock.now())).toBeLessThan(2000);
    expect(after).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', same: true });
  });

  it('writes its lines to the log', async () => {
    const invoke = start();
    await invoke({ task: 'speak' });
    expect(logs.lines().map(line => line.line)).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  });

  it('answers a thrown error as failed and lives on', async () => {
    const invoke = start();
    expect(await invoke({ task: 'fail' })).toMatchObject({ kind: 'failed', errorType: 'TypeError' });
    expect(await payloadOf(invoke({ task: 'echo' }))).toMatchObject({ calls: 2 });
  });

  it('is ended at the timeout, even in a busy loop, and a new one takes over', async () => {
    const invoke = start({ timeoutSeconds: 0.3 });
    expect(await invoke({ task: 'busy' })).toMatchObject({ kind: 'timed-out' });
    expect(await payloadOf(invoke({ task: 'echo' }))).toMatchObject({ calls: 1 });
  });

  it('may end itself without harm to anything else', async () => {
    const invoke = start();
    expect(await invoke({ task: 'exit' })).toMatchObject({ kind: 'crashed' });
    expect(await payloadOf(invoke({ task: 'echo' }))).toMatchObject({ calls: 1 });
  });

  it('is marked busy only while an invocation runs', async () => {
    const invoke = start();
    const nap = invoke({ task: 'nap', ms: 300 });
    await expect.poll(() => [...busy.values()], { timeout: 2000 }).toContain(true);
    await nap;
    expect([...busy.values()]).toEqual([false]);
  });

  it('fails the request when its bundle cannot be loaded', async () => {
    const invoke = start({ handler: 'index.missing' });
    expect(await invoke({ task: 'echo' })).toMatchObject({ kind: 'failed', errorType: 'Runtime.InitError' });
  });
});

describe('the environments of a function', () => {
  it('run side by side, eight at most, one invocation each; the ninth waits', async () => {
    const functions = startFunctions();
    const naps = Array.from({ length: 9 }, () =>
      functions.invoke(functionAt('').arn, { task: 'nap', ms: 400 }),
    );
    await expect.poll(() => functions.stats()[0]?.inUse, { timeout: 15_000 }).toBe(8);
    expect(functions.stats()[0]).toMatchObject({ started: 8, waiting: 1 });
    const together = await Promise.all(naps.map(nap => payloadOf(nap)));
    expect(together).toEqual(Array.from({ length: 9 }, () => ({ together: 1 })));
  });

  it('are as few as the reserved concurrency says', async () => {
    const functions = startFunctions({ reservedConcurrency: 2 });
    await Promise.all([1, 2, 3, 4].map(() => functions.invoke(functionAt('').arn, { task: 'nap', ms: 50 })));
    expect(functions.stats()[0]).toMatchObject({ started: 2, idle: 2, inUse: 0, waiting: 0 });
  });

  it('end where a crash was planted, and only there', async () => {
    const functions = startFunctions();
    expect(functions.crashNext('probe', 100)).toBe(true);
    expect(functions.crashNext('nobody', 100)).toBe(false);
    expect(await functions.invoke(functionAt('').arn, { task: 'nap', ms: 5000 })).toMatchObject({
      kind: 'crashed',
    });
    expect(await payloadOf(functions.invoke(functionAt('').arn, { task: 'nap', ms: 1 }))).toEqual({
      together: 1,
    });
    expect(functions.stats()[0]).toMatchObject({ started: 2, crashed: 1 });
  });
});

describe('connections from inside a function', () => {
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    server = createServer(socket => socket.end());
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => void server.close());

  it('reach 127.0.0.1', async () => {
    expect(await payloadOf(start()({ task: 'dial', host: '127.0.0.1', port }))).toBe('connected');
  });

  it.each(['localhost', '127.0.0.2', '192.0.2.1', 'sqs.ap-northeast-1.amazonaws.com'])(
    'are refused to %s',
    async host => {
      const ended = await start()({ task: 'dial', host, port });
      expect(ended).toMatchObject({ kind: 'failed', errorType: 'ConnectRefused' });
    },
  );

  it('are refused to fetch as well', async () => {
    expect(await payloadOf(start()({ task: 'fetch', url: `http://localhost:${port}/` }))).toMatch(
      /127\.0\.0\.1 only/,
    );
    expect(await payloadOf(start()({ task: 'fetch', url: 'https://192.0.2.1/' }))).toMatch(
      /127\.0\.0\.1 only/,
    );
  });
});
