import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What vitest's JSON report says at its top. */
type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
};

/** Runs every test and ends with the line `N passed, N failed`; anything that is not a clean pass fails the run. */
async function main(): Promise<number> {
  const file = join(mkdtempSync(join(tmpdir(), 'mogiri-tests-')), 'report.json');
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const wanted = process.argv.slice(2);
  const code = await new Promise<number>(resolve => {
    const child = spawn(
      process.execPath,
      [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...wanted],
      {
        stdio: 'inherit',
      },
    );
    child.on('exit', exit => resolve(exit ?? 1));
  });
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const failed = report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
  console.log(`${report.numPassedTests} passed, ${failed} failed`);
  return code === 0 && failed === 0 && report.numPassedTests > 0 ? 0 : 1;
}

process.exitCode = await main();
