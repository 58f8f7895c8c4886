import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundles, replaceFolder } from '../../lib/bundles.ts';
import { runNode } from './child.ts';
import { unlessBuilt } from './once.ts';
import { sourceHash } from './source-hash.ts';

/** The project's root folder, with a trailing separator. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const lambdaSources = ['lambdas', 'lib/bundles.ts', 'package-lock.json'];
const webSources = ['web', 'lambdas/domain', 'docs/openapi.json', 'package-lock.json'];
const stackSources = ['bin', 'lib', 'lambdas', 'config', 'web', 'cdk.json', 'package-lock.json'];

/** Builds the lambdas (one esbuild call) when their sources changed since the last time; answers whether it did. */
export function buildLambdas(): Promise<boolean> {
  const built = { stamp: at('dist/.lambdas'), result: at('dist/lambdas'), hash: hashOf(lambdaSources) };
  return unlessBuilt(built, () => buildBundles());
}

/** Builds the pages with Vite, in a child process, when their sources changed; answers whether it did. */
export function buildPages(): Promise<boolean> {
  const built = { stamp: at('dist/.web'), result: at('dist/web'), hash: hashOf(webSources) };
  const vite = [
    'node_modules/vite/bin/vite.js',
    'build',
    'web',
    '--logLevel',
    'warn',
    '--emptyOutDir',
    '--outDir',
  ];
  return unlessBuilt(built, () =>
    replaceFolder(built.result, draft =>
      runNode('Building the pages', [...vite, draft], { cwd: projectRoot, env: { NODE_ENV: 'production' } }),
    ),
  );
}

/**
 * Synthesizes every stack of `stage` into `outDir` (`cdk.out`) without the CDK CLI, in a child process because CDK
 * takes 470 MB (reference local.md A2). Unchanged sources keep what is there. Answers whether it synthesized.
 */
export function synthesize(stage: string, outDir = at('cdk.out'), nag = false): Promise<boolean> {
  const hash = hashOf(stackSources, `${stage} ${nag}`);
  const context = JSON.stringify({ ...contextOf(at('cdk.json')), stage, nag });
  return unlessBuilt({ stamp: join(outDir, '.sources'), result: join(outDir, 'manifest.json'), hash }, () =>
    replaceFolder(outDir, draft =>
      runNode('Synthesizing the stacks', ['bin/mogiri.ts'], {
        cwd: projectRoot,
        env: { STAGE: stage, CDK_OUTDIR: draft, CDK_CONTEXT_JSON: context },
      }),
    ),
  );
}

/** Brings lambdas, pages and the cloud assembly up to date, and answers the assembly's folder; `nag` checks the rules too. */
export async function prepare(stage: string, nag = false): Promise<string> {
  await Promise.all([buildLambdas(), buildPages()]);
  await synthesize(stage, at('cdk.out'), nag);
  return at('cdk.out');
}

function contextOf(file: string): Readonly<Record<string, unknown>> {
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly context?: Readonly<Record<string, unknown>>;
  };
  return parsed.context ?? {};
}

function hashOf(paths: readonly string[], salt = ''): string {
  return sourceHash(projectRoot, paths, salt);
}

function at(path: string): string {
  return join(projectRoot, path);
}
