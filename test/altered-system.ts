import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../local/builds/artifacts.ts';
import type { System } from '../local/system.ts';
import { openSystem } from './local-system.ts';

/** Starts a system from a copy of the synthesized stacks in which `alter` has changed something. */
export async function openAlteredSystem(
  alter: (cloudAssembly: string) => Promise<void> | void,
): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), 'mogiri-altered-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const cloudAssembly = join(folder, 'cdk.out');
    cpSync(join(projectRoot, 'cdk.out'), cloudAssembly, { recursive: true });
    await alter(cloudAssembly);
    const system = await openSystem({ cloudAssembly });
    return { ...system, close: () => system.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Gives every function that has a variable another value for it, as a stage's setting would. */
export function setVariable(name: string, value: string): (cloudAssembly: string) => void {
  return cloudAssembly => {
    const given = new RegExp(`"${name}": "[^"]*"`, 'gu');
    let changed = 0;
    for (const file of readdirSync(cloudAssembly).filter(each => each.endsWith('.template.json'))) {
      const place = join(cloudAssembly, file);
      const text = readFileSync(place, 'utf8');
      changed += text.match(given)?.length ?? 0;
      writeFileSync(place, text.replace(given, `"${name}": "${value}"`));
    }
    if (changed === 0) throw new Error(`no function has a variable ${name}`);
  };
}
