import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A thing that is built: the hash of what it is made from, where it lies, and the file that remembers the hash. */
export type Built = { readonly stamp: string; readonly result: string; readonly hash: string };

/**
 * Runs `work` unless `result` is there, was made from `hash`, and (a file) was not changed by others since. The stamp
 * is written after success only, so that an interrupted build is done again. Answers whether the work was done.
 */
export async function unlessBuilt(built: Built, work: () => Promise<unknown>): Promise<boolean> {
  if (
    existsSync(built.result) &&
    existsSync(built.stamp) &&
    readFileSync(built.stamp, 'utf8') === stampOf(built)
  ) {
    return false;
  }
  await work();
  await mkdir(dirname(built.stamp), { recursive: true });
  await writeFile(built.stamp, stampOf(built));
  return true;
}

function stampOf({ result, hash }: Built): string {
  const content = statSync(result).isFile()
    ? createHash('sha256').update(readFileSync(result)).digest('hex')
    : '';
  return `${hash} ${content}`;
}
