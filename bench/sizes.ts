import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildBundles, functionOf } from '../lib/bundles.ts';
import { projectRoot } from '../local/builds/artifacts.ts';
import type { Figure } from './table.ts';

/** Builds the same sources as CDK's NodejsFunction would by default (package `main` first), minified, SDK included. */
export async function buildByDefault(outdir: string): Promise<Map<string, number>> {
  const files = globSync('lambdas/**/*.handler.ts', { cwd: projectRoot });
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(files.map(file => [`${functionOf(file)}/index`, file])),
    outdir,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    metafile: true,
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  const sizes = Object.entries(metafile.outputs).map(
    ([path, { bytes }]) => [path.split('/').at(-2) ?? '', bytes] as const,
  );
  return new Map(sizes);
}

/** Minified size of every bundle, and its ratio to the default build of the same source. */
export async function measureSizes(defaultDir: string): Promise<Figure[]> {
  const [ours, byDefault] = await Promise.all([
    buildBundles({ outDir: join(defaultDir, 'ours', 'lambdas') }),
    buildByDefault(defaultDir),
  ]);
  return ours.flatMap(({ function: name, bytes }) => [
    { what: `${name}, kB minified`, value: bytes / 1000, unit: 'kB' },
    {
      what: `${name}, ratio to the default build`,
      value: bytes / (byDefault.get(name) ?? 1),
      unit: '×',
      goal: 0.65,
    },
  ]);
}
