import { prepare } from '../local/builds/artifacts.ts';

/** Brings bundles, pages and templates up to date once for all tests; unchanged sources cost nothing. */
export async function setup(): Promise<void> {
  await prepare('dev');
}
