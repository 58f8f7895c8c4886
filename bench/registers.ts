import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../local/builds/artifacts.ts';
import type { Figure } from './table.ts';

const run = promisify(execFile);

type Walked = { readonly ms: number; readonly heldMb: number; readonly residentMb: number };

/** Checks so many rows in a process of its own. */
async function walk(rows: number): Promise<Walked> {
  const program = join(projectRoot, 'bench', 'walk-registers.ts');
  const { stdout } = await run(process.execPath, ['--expose-gc', program, String(rows)]);
  return JSON.parse(stdout) as Walked;
}

/** How long checking a register takes, and what ten times the rows in as many chains take more of memory. */
export async function measureRegisters(): Promise<Figure[]> {
  const few = await walk(10_000);
  const many = await walk(100_000);
  return [
    { what: 'checking 100,000 rows in 1,000 chains', value: many.ms / 1000, unit: 's', goal: 5 },
    { what: 'held at its height, 10,000 rows', value: few.heldMb, unit: 'MB' },
    { what: 'held at its height, 100,000 rows', value: many.heldMb, unit: 'MB' },
    { what: 'the ratio of the two', value: many.heldMb / few.heldMb, unit: '×', goal: 1.2 },
    { what: 'resident grows by', value: many.residentMb - few.residentMb, unit: 'MB', goal: 150 },
  ];
}
