import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { projectRoot } from '../local/builds/artifacts.ts';
import { signUp } from '../test/journeys/people.ts';
import type { Figure } from './table.ts';

/** Megabytes a process holds, as the kernel counts them; Linux only. */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

/** Memory of `npm start` when it is ready and under 200 sign-ups, eight at a time. */
export async function measureMemory(): Promise<Figure[]> {
  const started = performance.now();
  const env = { ...process.env, PORT: '0', AWS_PORT: '0', PULSE: 'manual', SEED: 'none' };
  const child = spawn(process.execPath, ['local/start.ts'], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const origin = await readyOrigin(child.stdout);
    const readyMs = performance.now() - started;
    const idle = residentMb(child.pid ?? 0);
    let peak = idle;
    for (let batch = 0; batch < 25; batch += 1) {
      // A number of each block: eight unanswered codes to one block at a time would be suspicious.
      const numbers = Array.from({ length: 8 }, (_, place) => `${2200 + batch * 8 + place}0001`);
      await Promise.all(numbers.map(digits => signUp(origin, `080${digits}`, `+8180${digits}`, true)));
      peak = Math.max(peak, residentMb(child.pid ?? 0));
    }
    return [
      { what: 'npm start, built before: ready after', value: readyMs / 1000, unit: 's', goal: 15 },
      { what: 'resident, idle', value: idle, unit: 'MB' },
      { what: 'resident, 200 sign-ups 8 at a time', value: peak, unit: 'MB' },
    ];
  } finally {
    child.kill('SIGTERM');
  }
}

async function readyOrigin(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const origin = /^ready (\S+)/u.exec(line)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error('the local system ended before it was ready');
}
