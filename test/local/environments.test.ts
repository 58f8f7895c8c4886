import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { functionAt } from './bundle-folder.ts';
import {
  busy,
  clock,
  endAll,
  logs,
  payloadOf,
  removeProbe,
  start,
  startFunctions,
} from './probe-function.ts';

afterEach(endAll);
afterAll(removeProbe);

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
      functions.invoke(functionAt('').arn, { task: 'nap', ms: 1200 }),
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
