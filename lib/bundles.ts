import { globSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type OutputFile } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `buildBundles` is asked for: the folder of bundles (absolute or from the project's root) and whether to minify. */
export type BundleRequest = {
  readonly outDir?: string;
  readonly minify?: boolean;
  readonly sourceDir?: string;
};

/** One built function: its name (`shopper-verify`), the folder that becomes its asset and the bundle's size in bytes. */
export type Bundle = { readonly function: string; readonly folder: string; readonly bytes: number };

/** The function a handler file stands for: `shopper/verify.handler.ts` → `shopper-verify`, `pulse/pulse.handler.ts` → `pulse`. */
export function functionOf(handlerPath: string): string {
  const room = basename(dirname(handlerPath));
  const name = basename(handlerPath, '.handler.ts');
  return room === name ? room : `${room}-${name}`;
}

/**
 * Bundles every `lambdas/<room>/<name>.handler.ts` in one esbuild call to `<outDir>/<function>/index.mjs`.
 * Source maps go to `<outDir>/../maps`, so that an asset folder holds the code and nothing else; the metafile lies
 * beside them. What was in `outDir` before is removed.
 */
export async function buildBundles(request: BundleRequest = {}): Promise<readonly Bundle[]> {
  const outDir = join(root, relative(root, request.outDir ?? join(root, 'dist', 'lambdas')));
  const sourceDir = request.sourceDir ?? join(root, 'lambdas');
  const files = globSync('**/*.handler.ts', { cwd: sourceDir }).toSorted();
  const entries = Object.fromEntries(files.map(file => [`${functionOf(file)}/index`, join(sourceDir, file)]));
  if (files.length === 0) {
    throw new Error(`There is no *.handler.ts in ${sourceDir}`);
  }
  const result = await build({
    ...settings,
    entryPoints: entries,
    outdir: outDir,
    minify: request.minify ?? true,
  });
  const mapsDir = join(dirname(outDir), 'maps');
  const bundles = await replaceFolder(outDir, draft => storeAll(result.outputFiles, outDir, draft, isBundle));
  await replaceFolder(mapsDir, async draft => {
    await storeAll(result.outputFiles, outDir, draft, file => !isBundle(file));
    await writeFile(join(draft, 'metafile.json'), JSON.stringify(result.metafile));
  });
  return bundles.map(({ function: name, bytes }) => ({ function: name, folder: join(outDir, name), bytes }));
}

const settings = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  // A function's keys are in its environment: the rest of the SDK's credential chain is 130 kB that nothing calls.
  alias: { '@aws-sdk/credential-provider-node': './lambdas/aws/lambda-credentials.ts' },
  sourcemap: 'external',
  sourcesContent: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // CommonJS dependencies inside an ES module bundle still call require() for node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
} satisfies BuildOptions & { readonly write: false; readonly metafile: true };

function isBundle(file: OutputFile): boolean {
  return file.path.endsWith('.mjs');
}

/** Fills a new folder and puts it in the old one's place, so that nobody meets half a build. */
export async function replaceFolder<Result>(
  folder: string,
  fill: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = `${folder}.${process.pid}`;
  const old = `${draft}.old`;
  try {
    await mkdir(draft, { recursive: true });
    const result = await fill(draft);
    // There may be no old one yet, or another build may just have taken it away.
    await rename(folder, old).catch(() => undefined);
    await rename(draft, folder);
    return result;
  } finally {
    await Promise.all([draft, old].map(path => rm(path, { recursive: true, force: true })));
  }
}

type Stored = { readonly function: string; readonly bytes: number };

function storeAll(
  files: readonly OutputFile[],
  outDir: string,
  target: string,
  wanted: (file: OutputFile) => boolean,
): Promise<readonly Stored[]> {
  return Promise.all(
    files.filter(wanted).map(async file => {
      const name = relative(outDir, dirname(file.path)).split(sep).join('/');
      await mkdir(join(target, name), { recursive: true });
      await writeFile(join(target, name, basename(file.path)), file.contents);
      return { function: name, bytes: file.contents.byteLength };
    }),
  );
}
