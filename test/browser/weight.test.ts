import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { projectRoot } from '../../local/builds/artifacts.ts';

const pages = join(projectRoot, 'dist', 'web');
const read = (path: string) => readFileSync(join(pages, path), 'utf8');

/** The scripts a page asks for before anyone touches it: its entry, what that imports, and what it preloads. */
function scriptsOf(page: string): Set<string> {
  const asked = new Set<string>();
  const follow = (path: string) => {
    if (asked.has(path)) return;
    asked.add(path);
    for (const [, name] of read(path).matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/gu))
      follow(`assets/${name}`);
  };
  for (const [, path] of read(page).matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/gu)) follow(path ?? '');
  return asked;
}

const weightOf = (page: string): number =>
  [...scriptsOf(page)].reduce((sum, path) => sum + gzipSync(read(path)).length, 0);

test.each([
  ['index.html', 60_000],
  ['c/index.html', 60_000],
  ['o/index.html', 60_000],
  ['store/index.html', 60_000],
  ['console/index.html', 100_000],
])('the scripts of %s stay under %i bytes, gzipped', (page, most) => {
  const weight = weightOf(page);
  expect(weight).toBeGreaterThan(1000);
  expect(weight).toBeLessThan(most);
});
