import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { root } from './built-house.ts';

const sources = globSync('{bin,lib}/**/*.ts', { cwd: root }).map(path => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(join(root, path), 'utf8'),
}));
const matching = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('the sources of the stacks', () => {
  test('grant nothing by a construct: it would be written into another stack, or nowhere', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(matching(/\.grant\w*\(/i)).toEqual([]);
    expect(matching(/addToRolePolicy|addEventSource\(|SqsEventSource/)).toEqual([]);
  });

  test('spell what a key may do in one file', () => {
    expect(matching(/['"`]kms:(\*|[A-Z]|\$\{name\})/)).toEqual(['lib/constructs/number-vault.ts']);
  });

  test('leave the runtime code alone, except for its tables, its types, and what a rotation, the archive, a code message or a session says as well', () => {
    // Commands run the code they speak of: the desk's check with an auditor's credentials, the rules over past decisions.
    const stacks = sources.filter(
      ({ path }) =>
        !/^bin\/(verify-registers|register-faults|fraud|fraud-report|read-decisions)\.ts$/.test(path),
    );
    const imports = stacks.flatMap(({ text }) => text.match(/from '[./]*lambdas\/[^']+'/g) ?? []);
    const allowed =
      /lambdas\/(routes|route|settings|journal|domain\/custodian-(callers|trust)|domain\/login-rotation|domain\/(code-message|message-parts|shopper)|aws\/reading-pattern)\.ts'$/;
    expect(imports.length).toBeGreaterThan(3);
    expect(imports.filter(imported => !allowed.test(imported))).toEqual([]);
  });
});

describe('cdk.json', () => {
  const { app, versionReporting, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));

  test('has every recommended feature flag of the pinned version, and ours', () => {
    expect(context).toEqual({
      ...recommended,
      stage: 'dev',
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      '@aws-cdk/core:validateAgainstDefaultRules': true,
    });
  });

  test('runs the app on Node and reports to nobody', () => {
    expect(app).toBe('node bin/mogiri.ts');
    expect(versionReporting).toBe(false);
  });
});
