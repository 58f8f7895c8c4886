import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { projectRoot } from '../../local/builds/artifacts.ts';

type Run = {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
};

let running: Run[] = [];

function start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, ['local/start.ts', ...args], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', AWS_PORT: '0', PULSE: 'manual', ...env },
  });
  let output = '';
  child.stdout.on('data', chunk => (output += String(chunk)));
  child.stderr.on('data', chunk => (output += String(chunk)));
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  const run = { child, output: () => output, ended };
  running.push(run);
  return run;
}

async function originOf(run: Run): Promise<string> {
  const ready = () => /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(run.output())?.[1];
  await expect.poll(ready, { timeout: 60_000, message: 'the system should get ready' }).toBeDefined();
  return ready() ?? '';
}

async function storesAt(origin: string): Promise<readonly unknown[]> {
  const body = JSON.stringify({ sub: 'someone', groups: ['marketer'] });
  const login = await fetch(`${origin}/local/tokens`, { method: 'POST', body });
  const { token } = z.object({ token: z.string() }).parse(await login.json());
  const answer = await fetch(`${origin}/v1/stores`, { headers: { authorization: `Bearer ${token}` } });
  return z.object({ items: z.array(z.unknown()) }).parse(await answer.json()).items;
}

/** Signs in as a person whose PIN was printed, on a device enrolled with the store's; what the till may tell them then. */
async function signInAsPrinted(origin: string, output: string, name: string) {
  const storeId = /str_\w+/.exec(output)?.[0];
  const pin = new RegExp(`${name} \\((?:manager|clerk)\\) (\\d{4})`).exec(output)?.[1];
  const post = (path: string, body: object, cookie = '') =>
    fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const enrolled = await post('/v1/till/devices', { storeId, pin: '2468', name: 'レジ' });
  const device = enrolled.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const listed = await fetch(`${origin}/v1/till/staff`, { headers: { cookie: device } });
  const people = z.object({ items: z.array(z.object({ staffId: z.string(), name: z.string() })) });
  const staffId = people.parse(await listed.json()).items.find(one => one.name === name)?.staffId;
  return (await post('/v1/till/sign-in', { storeId, staffId, pin }, device)).json();
}

async function stop(run: Run): Promise<number | null> {
  run.child.kill('SIGTERM');
  return run.ended;
}

afterEach(async () => {
  await Promise.all(running.map(stop));
  running = [];
});

describe('npm start', { timeout: 120_000 }, () => {
  it('says where it serves, with a demo store, its PIN and its people, and stops cleanly on SIGTERM', async () => {
    const run = start();
    const origin = await originOf(run);
    expect(run.output()).toContain(`${origin}/local/phones`);
    expect(run.output()).toMatch(/渋谷店 str_\w+, PIN 2468/);
    expect(await storesAt(origin)).toHaveLength(1);
    for (const [name, role] of Object.entries({ 田中: 'manager', 高橋: 'clerk' }))
      expect(await signInAsPrinted(origin, run.output(), name)).toMatchObject({ role, staff: { name } });
    expect(await stop(run)).toBe(0);
  });

  it('starts empty when asked to', async () => {
    expect(await storesAt(await originOf(start([], { SEED: 'none' })))).toEqual([]);
  });

  it('keeps its data in a folder, and does not seed again what is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mogiri-kept-'));
    const first = start(['--data', folder]);
    const stores = await storesAt(await originOf(first));
    await stop(first);
    const second = start(['--data', folder]);
    expect(await storesAt(await originOf(second))).toEqual(stores);
    await stop(second);
    rmSync(folder, { recursive: true });
  });

  it('says in one sentence that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const run = start([], { PORT: String(port) });
    expect(await run.ended).toBe(1);
    expect(run.output().trim()).toBe(
      `Port ${port} is in use; stop what runs there or choose another with PORT=…`,
    );
    server.close();
  });
});
