import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionResource } from '../../local/deployment.ts';

/** Writes `source` as a function's bundle into a new folder; `remove` deletes it. */
export function writeBundle(source: string): { readonly codePath: string; remove(): void } {
  const codePath = mkdtempSync(join(tmpdir(), 'mogiri-bundle-'));
  writeFileSync(join(codePath, 'index.mjs'), source);
  return { codePath, remove: () => rmSync(codePath, { recursive: true, force: true }) };
}

/** A deployed function over that folder; what a test does not care about has a plain value. */
export function functionAt(codePath: string, more: Partial<FunctionResource> = {}): FunctionResource {
  return {
    arn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:mogiri-test-probe',
    name: 'mogiri-test-probe',
    codePath,
    handler: 'index.handler',
    roleArn: 'arn:aws:iam::000000000000:role/mogiri-test-probe',
    environment: { GREETING: 'hello' },
    timeoutSeconds: 5,
    memoryMb: 128,
    ...more,
  };
}
