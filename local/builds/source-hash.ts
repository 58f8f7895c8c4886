import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 over the names and contents of `paths` (files or folders, seen from `root`; a missing one counts as empty),
 * with `salt` for what else decides the result. Equal hashes mean: nothing has to be built again.
 */
export function sourceHash(root: string, paths: readonly string[], salt = ''): string {
  const hash = createHash('sha256').update(salt);
  for (const file of paths.flatMap(path => filesUnder(root, path))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): readonly string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) {
    return [];
  }
  if (found.isFile()) {
    return [path];
  }
  return globSync('**/*', { cwd: join(root, path) })
    .filter(file => statSync(join(root, path, file)).isFile())
    .map(file => join(path, file))
    .toSorted();
}
