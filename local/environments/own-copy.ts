import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FunctionResource } from '../deployment.ts';

/** Functions whose code nobody else changes, and how to delete the copies. */
export type OwnCopy = { readonly functions: readonly FunctionResource[]; remove(): Promise<void> };

/**
 * Copies the bundles to a folder of this run: the next build or synthesis replaces the assets, and environments that
 * start later would find other code or none.
 */
export async function copyBundles(lambdas: readonly FunctionResource[]): Promise<OwnCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'mogiri-code-'));
  const functions = await Promise.all(
    lambdas.map(async lambda => {
      const codePath = join(folder, lambda.name, basename(lambda.codePath));
      await cp(lambda.codePath, codePath, { recursive: true });
      return { ...lambda, codePath };
    }),
  );
  return { functions, remove: () => rm(folder, { recursive: true, force: true }) };
}
