import { expect, test } from 'vitest';
import { sourceFiles, type SourceFile } from './source-files.ts';

const lambdas = sourceFiles('lambdas');
const everything = sourceFiles('bin', 'lib', 'lambdas', 'policy', 'local', 'web', 'test', 'bench', 'docs');

/** Paths of the files whose text matches, besides those that may. */
const holding = (files: readonly SourceFile[], pattern: RegExp, ...may: string[]) =>
  files.filter(({ path, text }) => pattern.test(text) && !may.includes(path)).map(({ path }) => path);

test('numbers are opened in the custodian room only', () => {
  const elsewhere = lambdas.filter(({ path }) => !path.startsWith('lambdas/custodian/'));
  expect(
    holding(elsewhere, /NumberOpener/u, 'lambdas/domain/phone-number.ts', 'lambdas/aws/kms-number-opener.ts'),
  ).toEqual([]);
});

test('a number leaves its box in four places: the carrier, the sealer, the index, and the desk', () => {
  expect(holding(lambdas, /\.reveal\(\)/u).sort()).toEqual([
    'lambdas/aws/kms-number-sealer.ts',
    'lambdas/aws/sns-text-sender.ts',
    'lambdas/custodian/desk.verbs.ts',
  ]);
});

test('the environment is read in one place, and nothing that runs knows whether it runs here', () => {
  expect(holding(lambdas, /process\.env/u, 'lambdas/settings.ts')).toEqual([]);
  expect(holding(lambdas, /AWS_ENDPOINT_URL|127\.0\.0\.1|localhost/u)).toEqual([]);
});

test('time and chance are arguments of rules and flows', () => {
  const inside = lambdas.filter(({ path }) => !/\/aws\/|\.handler\.ts$/u.test(path));
  expect(holding(inside, /Date\.now\(|new Date\(\)|Math\.random|randomBytes|randomUUID/u)).toEqual([]);
});

test('nobody scans a table', () => {
  expect(holding(lambdas, /ScanCommand|\.scan\(/u)).toEqual([]);
});

test('the house has no drawers', () => {
  const drawer = /(^|\/)(utils?|common|shared|helpers?|misc|types|constants|index)(\/|\.ts$)/u;
  expect(everything.map(({ path }) => path).filter(path => drawer.test(path))).toEqual([]);
});

test('no file is a hall: 220 lines at most', () => {
  const long = everything.filter(
    ({ path, text }) => !path.startsWith('test/') && text.split('\n').length > 221,
  );
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('what is exported says what it is for', () => {
  const bare = [...lambdas, ...sourceFiles('lib', 'policy', 'local', 'bin', 'bench')].flatMap(
    ({ path, text }) =>
      [
        ...text.matchAll(
          /(?<before>[^\n]*)\nexport (?:async )?(?:function\*?|const|class|type)\s+(?<name>\w+)/gu,
        ),
      ]
        .filter(({ groups }) => !/\*\/\s*$/u.test(groups?.['before'] ?? ''))
        .map(({ groups }) => `${path}: ${groups?.['name']}`),
  );
  expect(bare).toEqual([]);
});

test('a handler is wiring: no branch, no loop', () => {
  const handlers = lambdas.filter(({ path }) => path.endsWith('.handler.ts'));
  expect(holding(handlers, /\bif \(|\bfor \(|\bwhile \(|\bswitch \(/u)).toEqual([]);
});
