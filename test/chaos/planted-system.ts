import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from '../../lib/bundles.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import type { System } from '../../local/system.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { openSystem } from '../local-system.ts';

/** A system in which the functions under `planted/` stand in place of the deployed ones. */
export async function openPlantedSystem(): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), 'mogiri-planted-'));
  const cloudAssembly = join(folder, 'cdk.out');
  cpSync(join(projectRoot, 'cdk.out'), cloudAssembly, { recursive: true });
  const sourceDir = join(import.meta.dirname, 'planted');
  const bundles = await buildBundles({ sourceDir, outDir: join(folder, 'lambdas'), minify: false });
  const places = { awsPort: 0, origin: 'http://127.0.0.1' };
  const { functions } = readDeployment('dev', readAssembly(cloudAssembly), places);
  for (const bundle of bundles) {
    const deployed = functions.find(({ name }) => name.endsWith(`-${bundle.function}`));
    if (deployed === undefined) throw new Error('a planted function has no place');
    copyFileSync(join(bundle.folder, 'index.mjs'), join(deployed.codePath, 'index.mjs'));
  }
  const system = await openSystem({ cloudAssembly });
  const close = async () => {
    await system.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...system, close };
}
