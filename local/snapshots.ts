import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsWorld } from './aws/world.ts';
import type { Clock } from './clock.ts';

const everyMs = 60_000;

/** Puts back what an earlier run kept in `dataDir`, and moves the clock to where it stood; nothing kept is no error. */
export async function loadSnapshot(
  dataDir: string | undefined,
  world: AwsWorld,
  clock: Clock,
): Promise<void> {
  const file = dataDir === undefined ? undefined : fileIn(dataDir);
  if (file === undefined || !existsSync(file)) {
    return;
  }
  const { offsetSeconds, world: kept } = JSON.parse(await readFile(file, 'utf8')) as Snapshot;
  clock.advance(offsetSeconds);
  await world.restore(kept);
}

/** Writes a snapshot into `dataDir` every minute and when it is stopped; without a folder it does nothing. */
export function keepSnapshots(
  dataDir: string | undefined,
  world: AwsWorld,
  clock: Clock,
): { stop(): Promise<void> } {
  if (dataDir === undefined) {
    return { stop: () => Promise.resolve() };
  }
  const timer = setInterval(() => void write(dataDir, world, clock).catch(console.error), everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await write(dataDir, world, clock);
    },
  };
}

type Snapshot = { readonly offsetSeconds: number; readonly world: string };

/** Written beside and then renamed, so that a run which is killed leaves the last whole snapshot. */
async function write(dataDir: string, world: AwsWorld, clock: Clock): Promise<void> {
  const snapshot: Snapshot = {
    offsetSeconds: (clock.now() - Date.now()) / 1000,
    world: await world.snapshot(),
  };
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, JSON.stringify(snapshot));
  await rename(draft, fileIn(dataDir));
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'system.json');
}
