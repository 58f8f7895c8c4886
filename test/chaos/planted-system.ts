import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from '../../lib/bundles.ts';
import type { System } from '../../local/system.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { openAlteredSystem } from '../altered-system.ts';

async function plant(cloudAssembly: string): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), 'mogiri-planted-'));
  const sourceDir = join(import.meta.dirname, 'planted');
  const bundles = await buildBundles({ sourceDir, outDir, minify: false });
  const places = { awsPort: 0, origin: 'http://127.0.0.1' };
  const { functions } = readDeployment('dev', readAssembly(cloudAssembly), places);
  for (const bundle of bundles) {
    const deployed = functions.find(({ name }) => name.endsWith(`-${bundle.function}`));
    if (deployed === undefined) throw new Error('a planted function has no place');
    copyFileSync(join(bundle.folder, 'index.mjs'), join(deployed.codePath, 'index.mjs'));
  }
  rmSync(outDir, { recursive: true, force: true });
}

/** A system in which the functions under `planted/` stand in place of the deployed ones. */
export const openPlantedSystem = (): Promise<System> => openAlteredSystem(plant);
