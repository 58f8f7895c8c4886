import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles, type SourceFile } from './source-files.ts';

const lambdas = sourceFiles('lambdas');
const rooms = ['shopper', 'store', 'marketer', 'custodian', 'pulse'];
const roomOf = ({ path }: Pick<SourceFile, 'path'>) =>
  rooms.find(room => path.startsWith(`lambdas/${room}/`));
const isHandler = ({ path }: SourceFile) => path.endsWith('.handler.ts');

/** Imports of `files` that `allowed` does not let through, as `file → import`. */
function strays(
  files: readonly SourceFile[],
  allowed: (name: string, file: SourceFile) => boolean,
): string[] {
  return files.flatMap(file =>
    importsOf(file)
      .filter(name => !allowed(name, file))
      .map(name => `${file.path} → ${name}`),
  );
}

const pure = new Set(['node:crypto', 'zod/mini', 'sms-segments-calculator']);

describe('imports go one way: domain ← rooms ← handlers → aws → domain', () => {
  test('the domain imports the domain and pure libraries only', () => {
    const domain = lambdas.filter(({ path }) => path.startsWith('lambdas/domain/'));
    expect(domain.length).toBeGreaterThan(15);
    expect(strays(domain, name => name.startsWith('lambdas/domain/') || pure.has(name))).toEqual([]);
  });

  test('a flow knows the domain, the ledger and its own room, no other room and no brand', () => {
    const flows = lambdas.filter(file => roomOf(file) !== undefined && !isHandler(file));
    const leaves = [
      'lambdas/domain/',
      'lambdas/ledger/',
      'lambdas/journal.ts',
      'lambdas/door.ts',
      'lambdas/knock.ts',
      'lambdas/verb.ts',
      'lambdas/cookies.ts',
    ];
    const allowed = (name: string, file: SourceFile) =>
      leaves.some(leaf => name.startsWith(leaf)) ||
      name.startsWith(`lambdas/${roomOf(file)}/`) ||
      name === 'zod/mini';
    expect(strays(flows, allowed)).toEqual([]);
  });

  test('what rooms that redeem share knows the domain and the journal, no room and no brand', () => {
    const ledger = lambdas.filter(({ path }) => path.startsWith('lambdas/ledger/'));
    expect(ledger.length).toBeGreaterThan(1);
    const leaves = ['lambdas/domain/', 'lambdas/journal.ts', 'lambdas/ledger/'];
    expect(strays(ledger, name => leaves.some(leaf => name.startsWith(leaf)))).toEqual([]);
  });

  test('a handler wires its own room', () => {
    const handlers = lambdas.filter(isHandler);
    expect(handlers.length).toBeGreaterThanOrEqual(8);
    expect(
      strays(handlers, (name, file) => (roomOf({ path: name }) ?? roomOf(file)) === roomOf(file)),
    ).toEqual([]);
  });

  test('brands know the domain, never a room', () => {
    const brands = lambdas.filter(({ path }) => path.startsWith('lambdas/aws/'));
    expect(strays(brands, name => roomOf({ path: name }) === undefined)).toEqual([]);
  });

  test('only brands import the AWS SDK', () => {
    const others = lambdas.filter(({ path }) => !path.startsWith('lambdas/aws/'));
    expect(strays(others, name => !name.startsWith('@aws-sdk/'))).toEqual([]);
  });

  test('what runs never imports what deploys it or what runs it here', () => {
    expect(strays(lambdas, name => !/^(?:lib|local|test|bin|web|policy)\//u.test(name))).toEqual([]);
  });

  test('the direction test itself finds a planted import', () => {
    const planted = {
      path: 'lambdas/domain/coupon.ts',
      text: "import { makeDynamo } from '../aws/dynamo.ts';",
    };
    expect(strays([planted], name => name.startsWith('lambdas/domain/'))).toEqual([
      'lambdas/domain/coupon.ts → lambdas/aws/dynamo.ts',
    ]);
  });
});
