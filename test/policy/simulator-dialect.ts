import { isIPv4 } from 'node:net';
import type { Context, PolicyDocument, PolicySet } from '../../policy/request.ts';
import type { Case } from './generated-cases.ts';

/**
 * Where the simulator departs from the IAM User Guide, by name. Each is rewritten, before it is asked, into something
 * that means the same under the guide and that it answers rightly; so the comparison stays exact.
 */
export type Departure =
  /** Guide: a key that is absent makes an `…IfExists` true. The simulator says false under ForAnyValue. */
  | 'ForAnyValue with IfExists'
  /** Guide: negated operators match a variable without a value. The simulator lets them fail. */
  | 'negated operator with an unfilled variable'
  /** Guide: `${*}` is an asterisk. Where there are no wildcards the simulator keeps it as the four characters. */
  | 'escape in an exact comparison'
  /** An IPv6 address is outside of every IPv4 range. The simulator lets NotIpAddress fail between families. */
  | 'NotIpAddress across families';

type Test = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** The case in the simulator's dialect, and which departures had to be avoided for it. */
export function inDialect({ request, policies }: Case): { case: Case; departures: ReadonlySet<Departure> } {
  const departures = new Set<Departure>();
  const rewrite = (document: PolicyDocument) => rewriteDocument(document, request.context, departures);
  const { identity, boundary, session, resource } = policies;
  const rewritten: PolicySet = {
    identity: identity.map(rewrite),
    ...(boundary && { boundary: rewrite(boundary) }),
    ...(session && { session: rewrite(session) }),
    ...(resource && { resource: { ...resource, document: rewrite(resource.document) } }),
  };
  return { case: { request, policies: rewritten }, departures };
}

function rewriteDocument(document: PolicyDocument, context: Context, found: Set<Departure>): PolicyDocument {
  const statements = document.Statement as { Condition?: Record<string, Record<string, string[]>> }[];
  return {
    ...document,
    Statement: statements.map(({ Condition, ...rest }) =>
      Condition === undefined ? rest : { ...rest, Condition: rewriteBlock(Condition, context, found) },
    ),
  };
}

function rewriteBlock(
  block: Record<string, Record<string, string[]>>,
  context: Context,
  found: Set<Departure>,
) {
  const kept: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(block)) {
    for (const [key, values] of Object.entries(keys)) {
      const test = rewriteTest({ operator, key, values }, context, found);
      if (test !== undefined) kept[test.operator] = { ...kept[test.operator], [test.key]: test.values };
    }
  }
  return kept;
}

/** The test in other words, or undefined when it is true whatever the simulator would say. */
function rewriteTest(written: Test, context: Context, found: Set<Departure>): Test | undefined {
  const test = unescaped(written, found);
  const given = Object.entries(context).find(([key]) => key.toLowerCase() === test.key.toLowerCase())?.[1];
  if (given === undefined && /^ForAnyValue:.*IfExists$/u.test(test.operator)) {
    found.add('ForAnyValue with IfExists');
    return undefined;
  }
  if (given === undefined || !/Not/u.test(test.operator)) return test;
  const values = test.values.filter(value => !matchesNothing(test, value, given, context, found));
  return values.length === 0 ? undefined : { ...test, values };
}

function unescaped(test: Test, found: Set<Departure>): Test {
  const values = test.values.map(value => value.replaceAll('${*}', '*'));
  if (!/String(?:Not)?Equals/u.test(test.operator) || values.join() === test.values.join()) return test;
  found.add('escape in an exact comparison');
  return { ...test, values };
}

function matchesNothing(
  { operator }: Test,
  value: string,
  given: string | readonly string[],
  context: Context,
  found: Set<Departure>,
): boolean {
  const unfilled = /\$\{(aws:[^,}]+)\}/u.exec(value)?.[1];
  if (unfilled !== undefined && context[unfilled] === undefined) {
    found.add('negated operator with an unfilled variable');
    return true;
  }
  if (!operator.includes('NotIpAddress') || typeof given !== 'string') return false;
  if (isIPv4(given) === isIPv4(value.split('/')[0] ?? '')) return false;
  found.add('NotIpAddress across families');
  return true;
}
