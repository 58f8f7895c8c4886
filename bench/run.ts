import { mkdtempSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { prepare, projectRoot } from '../local/builds/artifacts.ts';
import { startSystem } from '../local/system.ts';
import { measureColdStart } from './cold-start.ts';
import { measureCosts } from './costs.ts';
import { measureKnownUnknown } from './known-unknown.ts';
import { measureLargestPaint } from './largest-paint.ts';
import { measureMemory } from './memory.ts';
import { measureCrowd } from './redemption-crowd.ts';
import { measureSpread } from './redemption-spread.ts';
import { measureUnits } from './redemption-units.ts';
import { measureRedemption } from './redemption.ts';
import { measureRegisters } from './registers.ts';
import { measureSizes } from './sizes.ts';
import { measureSpellings } from './spellings.ts';
import { printTable } from './table.ts';
import { measureVerification } from './verification.ts';

console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ratios travel, milliseconds do not`,
);
const cloudAssembly = await prepare('dev');
// Beside node_modules, so that packages the default build leaves outside are found.
const defaultDir = mkdtempSync(join(projectRoot, 'dist', 'bench-'));
try {
  printTable('Bundles', await measureSizes(defaultDir));
  const system = await startSystem({ cloudAssembly, pulse: 'manual', seed: false });
  try {
    printTable('Import and first AWS call, fresh processes', [
      ...(await measureColdStart(system, defaultDir, 'shopper-redeem')),
      ...(await measureColdStart(system, defaultDir, 'shopper-verify')),
    ]);
    printTable('AWS calls and DynamoDB units', await measureCosts(system));
    printTable('Redeeming beside one conditional write', await measureRedemption(system));
    printTable('Redeeming beside many vouchers', await measureUnits(system));
    printTable('Telling a known number by the clock', await measureKnownUnknown(system));
  } finally {
    await system.close();
  }
  const demo = await startSystem({ cloudAssembly, pulse: 'manual', seed: true, port: 0, awsPort: 0 });
  try {
    printTable('Largest paint at 1.6 Mbit/s, 150 ms, CPU 4× slower', await measureLargestPaint(demo));
  } finally {
    await demo.close();
  }
  printTable('A thousand redemptions a second over a hundred stores', await measureSpread());
  printTable('A crowd at one voucher', await measureCrowd());
  printTable('Reading a number as it was typed', measureSpellings());
  printTable('Proving a number, CPU of each', await measureVerification());
  printTable('Checking the registers', await measureRegisters());
  printTable('The local system', await measureMemory());
} finally {
  rmSync(defaultDir, { recursive: true, force: true });
}
