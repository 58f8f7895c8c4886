import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Shell } from './worker-scope.ts';

/** Reads a file of the built pages by its path from their root, without the leading slash. */
export type ReadBuilt = (path: string) => Uint8Array;

/** The pages that open without a connection: the wallet with its tickets, and what a coupon link leads to. */
const pages = ['index.html', 'c/index.html'];

/** What needs a connection anyway: the camera that reads a store's QR. */
const leftOut = /\/(?:qr-step|qr-viewfinder|decode)-[^/]*$/u;

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

function loadedBy(path: string, text: string): string[] {
  const pattern = path.endsWith('.html')
    ? /(?:src|href)="\/([^"]+)"/gu
    : /(?:from|import)\s*\(?\s*["'`]\.\/([\w-]+\.js)["'`]/gu;
  const folder = path.endsWith('.html') ? '' : 'assets/';
  return Array.from(text.matchAll(pattern), ([, name]) => `${folder}${name ?? ''}`);
}

/** The shell of a build: its pages, and all they load now or on the way, but for what is left out. */
export function shellOf(read: ReadBuilt): Shell {
  const found = new Set<string>();
  const follow = (path: string) => {
    if (found.has(path) || leftOut.test(path)) return;
    found.add(path);
    if (/\.(?:html|js)$/u.test(path))
      for (const next of loadedBy(path, new TextDecoder().decode(read(path)))) follow(next);
  };
  for (const page of pages) follow(page);
  const hashes = [...found].toSorted().map(path => [`/${path}`, sha256(read(path))] as const);
  const isPage = ([path]: readonly [string, string]) => path.endsWith('.html');
  return {
    version: sha256(Buffer.from(JSON.stringify(hashes))).slice(0, 16),
    pages: Object.fromEntries(hashes.filter(isPage)),
    files: hashes.filter(one => !isPage(one)).map(([path]) => path),
  };
}

/** The service worker's code for a build. It differs when anything of the build does, so browsers take it for a new one. */
export async function packWorker(read: ReadBuilt): Promise<string> {
  const packed = await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { SHELL: JSON.stringify(shellOf(read)) },
  });
  return packed.outputFiles[0]?.text ?? '';
}
