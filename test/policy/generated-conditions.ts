import * as fc from 'fast-check';
import type { Context } from '../../policy/request.ts';

type Kind = {
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly operators: readonly string[];
  readonly wanted: readonly string[];
};

const negatable = (base: string, ...rest: string[]) => [`${base}Equals`, `${base}NotEquals`, ...rest];

/** Texts: the most common kind, and the one with the most operators. */
const TEXTS: Kind = {
  keys: ['aws:PrincipalTag/purpose', 'aws:SourceIdentity', 'aws:userid'],
  values: ['desk', 'Desk', 'stf_1', 'desk*'],
  operators: [
    ...negatable('String', 'StringLike', 'StringNotLike'),
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
  ],
  wanted: [
    'desk',
    'Desk',
    'd*',
    'de?k',
    '*',
    'stf_*',
    'desk${*}',
    '${aws:PrincipalTag/purpose}',
    "${aws:PrincipalTag/team, 'desk'}",
    '${aws:PrincipalTag/team}',
  ],
};

/** Kinds of condition keys that carry one value, with values and policy texts that often, not always, agree. */
const KINDS: readonly Kind[] = [
  TEXTS,
  {
    keys: ['aws:MultiFactorAuthAge'],
    values: ['0', '10', '10.5', '900'],
    operators: negatable(
      'Numeric',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ),
    wanted: ['0', '10', '10.5', '300'],
  },
  {
    keys: ['aws:CurrentTime', 'aws:TokenIssueTime'],
    values: ['2026-11-21T00:00:00Z', '2026-11-21T09:00:00+09:00', '2026-11-22T00:00:00.500Z'],
    operators: negatable(
      'Date',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ),
    wanted: ['2026-11-21T00:00:00Z', '2026-11-21', '2026-11-22T00:00:00Z'],
  },
  {
    keys: ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'],
    values: ['true', 'false'],
    operators: ['Bool'],
    wanted: ['true', 'false'],
  },
  {
    keys: ['aws:SourceIp'],
    values: ['203.0.113.7', '203.0.113.130', '2001:db8::1'],
    operators: ['IpAddress', 'NotIpAddress'],
    wanted: ['203.0.113.0/24', '203.0.113.0/25', '203.0.113.7', '2001:db8::/32', '128.0.0.0/1'],
  },
  {
    keys: ['aws:SourceArn'],
    values: [
      'arn:aws:sqs:ap-northeast-1:000000000000:lanes',
      'arn:aws:s3:::pages',
      'arn:aws:lambda:x:1:function:f:v',
    ],
    operators: negatable('Arn', 'ArnLike', 'ArnNotLike'),
    wanted: [
      'arn:aws:sqs:ap-northeast-1:000000000000:lanes',
      'arn:aws:s3:::*',
      'arn:aws:*:*:*:*',
      'arn:aws:lambda:*:?:function:f*',
    ],
  },
];

const MEMBERS = ['purpose', 'ticket', 'Purpose', 'x1'];
const SETS = ['aws:TagKeys', 'aws:CalledVia'];
const SET_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
];

/** A context in which each key is there half of the time. */
export const contexts: fc.Arbitrary<Context> = fc
  .tuple(
    ...KINDS.flatMap(kind => kind.keys.map(key => presence(key, fc.constantFrom(...kind.values)))),
    ...SETS.map(key => presence(key, fc.subarray(MEMBERS, { minLength: 1 }))),
  )
  .map(entries => Object.assign({}, ...entries));

function presence(key: string, value: fc.Arbitrary<string | string[]>): fc.Arbitrary<Context> {
  return fc.oneof(
    fc.constant({}),
    value.map(given => ({ [key]: given })),
  );
}

const single = fc.constantFrom(TEXTS, TEXTS, ...KINDS).chain(kind =>
  fc.record({
    operator: fc
      .tuple(
        fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(...kind.operators),
        ifExists(),
      )
      .map(parts => parts.join('')),
    key: fc.constantFrom(...kind.keys).chain(spelling),
    values: some(kind.wanted, 3),
  }),
);

const multiple = fc.record({
  operator: fc
    .tuple(fc.constantFrom('ForAllValues:', 'ForAnyValue:'), fc.constantFrom(...SET_OPERATORS), ifExists())
    .map(parts => parts.join('')),
  key: fc.constantFrom(...SETS),
  values: some([...MEMBERS, 'x?', '*e', 'p*'], 4),
});

const absence = fc.record({
  operator: fc.constant('Null'),
  key: fc.constantFrom(...SETS, ...KINDS.flatMap(kind => kind.keys)),
  values: fc.constantFrom('true', 'false').map(truth => [truth]),
});

/** One to `most` different texts of a pool. */
export function some(pool: readonly string[], most: number): fc.Arbitrary<string[]> {
  return fc.subarray([...pool], { minLength: 1, maxLength: Math.min(most, pool.length) });
}

function ifExists(): fc.Arbitrary<string> {
  return fc.constantFrom('', '', 'IfExists');
}

function spelling(key: string): fc.Arbitrary<string> {
  return fc.constantFrom(key, key, key.toLowerCase());
}

/** A Condition block with one to `most` tests. */
export function conditions(most: number): fc.Arbitrary<object> {
  const test = fc.oneof({ weight: 5, arbitrary: single }, { weight: 2, arbitrary: multiple }, absence);
  return fc.array(test, { minLength: 1, maxLength: most }).map(tests => {
    const block: Record<string, Record<string, string[]>> = {};
    for (const { operator, key, values } of tests) block[operator] = { ...block[operator], [key]: values };
    return block;
  });
}
