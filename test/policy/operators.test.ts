import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import { operatorNames } from '../../policy/operators.ts';
import { allow, asking, policy } from './requests.ts';

type Row = readonly [operator: string, wanted: string | readonly string[], given: string, matches: boolean];

const KEY = 'example:Key';
const DAY = '2026-11-21T00:00:00Z';
const EPOCH = '1795219200';
const QUEUE = 'arn:aws:sqs:ap-northeast-1:000000000000:lanes';

/** Operator, policy value(s), the request's value, whether the condition holds. */
const ROWS: readonly Row[] = [
  ['StringEquals', 'desk', 'desk', true],
  ['StringEquals', 'desk', 'Desk', false],
  ['StringEquals', 'de*', 'desk', false],
  ['StringEquals', 'de*', 'de*', true],
  ['StringEquals', ['desk', 'delivery'], 'delivery', true],
  ['StringEquals', '', '', true],
  ['StringNotEquals', 'desk', 'desk', false],
  ['StringNotEquals', 'desk', 'Desk', true],
  ['StringNotEquals', ['desk', 'delivery'], 'delivery', false],
  ['StringNotEquals', ['desk', 'delivery'], 'correction', true],
  ['StringEqualsIgnoreCase', 'desk', 'DESK', true],
  ['StringEqualsIgnoreCase', 'desk', 'desks', false],
  ['StringNotEqualsIgnoreCase', 'desk', 'DESK', false],
  ['StringNotEqualsIgnoreCase', 'desk', 'desks', true],
  ['StringLike', 'stf_*', 'stf_01', true],
  ['StringLike', 'stf_*', 'stf_', true],
  ['StringLike', 'stf_*', 'cmp_01', false],
  ['StringLike', 'stf_?', 'stf_01', false],
  ['StringLike', 'STF_*', 'stf_01', false],
  ['StringLike', 'a.c', 'abc', false],
  ['StringLike', '*-*-*', 'a-b/c:d-e', true],
  ['StringNotLike', 'stf_*', 'stf_01', false],
  ['StringNotLike', 'stf_*', 'cmp_01', true],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '100', false],
  ['NumericNotEquals', '10', '10.0', false],
  ['NumericNotEquals', ['10', '11'], '12', true],
  ['NumericLessThan', '10', '9.5', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThan', '10', '-11', true],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericLessThanEquals', '10', '10.1', false],
  ['NumericGreaterThan', '9', '10', true],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericGreaterThanEquals', '10', '9', false],
  ['DateEquals', DAY, '2026-11-21T09:00:00+09:00', true],
  ['DateEquals', DAY, EPOCH, true],
  ['DateEquals', '2026-11-21', DAY, true],
  ['DateEquals', DAY, '2026-11-21T00:00:00.001Z', false],
  ['DateNotEquals', DAY, EPOCH, false],
  ['DateNotEquals', DAY, '2026-11-22', true],
  ['DateLessThan', DAY, '2026-11-20T23:59:59Z', true],
  ['DateLessThan', DAY, DAY, false],
  ['DateLessThanEquals', EPOCH, DAY, true],
  ['DateLessThanEquals', EPOCH, '2026-11-21T00:00:01Z', false],
  ['DateGreaterThan', DAY, '2026-11-21T00:00:01Z', true],
  ['DateGreaterThan', DAY, DAY, false],
  ['DateGreaterThanEquals', DAY, DAY, true],
  ['DateGreaterThanEquals', DAY, '2026-11-20', false],
  ['Bool', 'true', 'true', true],
  ['Bool', 'True', 'TRUE', true],
  ['Bool', 'true', 'false', false],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJY', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.0', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '0.0.0.0/0', '203.0.113.7', true],
  ['IpAddress', '2001:db8::/32', '2001:DB8:0::1', true],
  ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '::/0', '203.0.113.7', false],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.1', false],
  ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
  ['NotIpAddress', '203.0.113.0/24', '2001:db8::1', true],
  ['ArnEquals', QUEUE, QUEUE, true],
  ['ArnEquals', 'arn:aws:sqs:*:000000000000:la*', QUEUE, true],
  ['ArnEquals', 'arn:aws:sqs:*:999999999999:*', QUEUE, false],
  ['ArnLike', 'arn:aws:sqs:*:*:lane?', QUEUE, true],
  ['ArnLike', 'arn:aws:sqs:*:*:LANES', QUEUE, false],
  ['ArnLike', 'arn:aws:lambda:*:*:function:f', 'arn:aws:lambda:r:1:function:f', true],
  ['ArnLike', 'arn:aws:lambda:*:*:*', 'arn:aws:lambda:r:1:function:f:alias', true],
  ['ArnLike', 'arn:aws:sqs:*:lanes:x', 'arn:aws:sqs:r:1:lanes:x', false],
  ['ArnLike', 'arn:aws:sqs:*:*:*', 'no arn at all', false],
  ['ArnNotEquals', QUEUE, QUEUE, false],
  ['ArnNotEquals', QUEUE, `${QUEUE}2`, true],
  ['ArnNotLike', 'arn:aws:sqs:*:*:lane?', QUEUE, false],
  ['ArnNotLike', 'arn:aws:sqs:*:*:dead', QUEUE, true],
  ['ArnNotLike', 'arn:aws:sqs:*:*:*', 'no arn at all', true],
];

function holds(operator: string, wanted: unknown, given: string | readonly string[] | undefined): boolean {
  const document = policy(allow({ Condition: { [operator]: { [KEY]: wanted } } }));
  return evaluate(asking(given === undefined ? {} : { [KEY]: given }), { identity: [document] }).allowed;
}

describe('condition operators', () => {
  it.each(ROWS)('%s of %j sees %j: %s', (operator, wanted, given, matches) => {
    expect(holds(operator, wanted, given)).toBe(matches);
  });

  it('are all in the table, with a match and a mismatch each', () => {
    const seen = new Set(ROWS.map(([operator, , , matches]) => `${operator} ${matches}`));
    expect(seen.size).toBe(operatorNames.length * 2);
    expect(operatorNames).toHaveLength(26);
  });

  it.each(ROWS)('%s of %j with IfExists sees a present %j as without', (operator, wanted, given, matches) => {
    expect(holds(`${operator}IfExists`, wanted, given)).toBe(matches);
  });
});

describe('a key that is not in the request', () => {
  const firstOf = (operator: string) => ROWS.find(([name]) => name === operator)?.[1];

  it.each(operatorNames)('%s is true only when negated', operator => {
    expect(holds(operator, firstOf(operator), undefined)).toBe(operator.includes('Not'));
  });

  it.each(operatorNames)('%sIfExists is true', operator => {
    expect(holds(`${operator}IfExists`, firstOf(operator), undefined)).toBe(true);
    expect(holds(`ForAnyValue:${operator}IfExists`, firstOf(operator), undefined)).toBe(true);
  });

  it.each(operatorNames)('ForAllValues:%s is true, ForAnyValue:%s is false', operator => {
    expect(holds(`ForAllValues:${operator}`, firstOf(operator), undefined)).toBe(true);
    expect(holds(`ForAnyValue:${operator}`, firstOf(operator), undefined)).toBe(false);
  });

  it('is what Null true asks for, and Null false refuses', () => {
    expect(holds('Null', 'true', undefined)).toBe(true);
    expect(holds('Null', 'true', 'there')).toBe(false);
    expect(holds('Null', false, undefined)).toBe(false);
    expect(holds('Null', false, 'there')).toBe(true);
    expect(holds('Null', 'true', [])).toBe(true);
  });
});

describe('set operators', () => {
  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['ForAllValues:StringLike', ['a*'], ['ab', 'ac'], true],
    ['ForAnyValue:ArnLike', ['arn:aws:sqs:*:*:*'], ['arn:aws:s3:::x', QUEUE], true],
    ['ForAllValues:NumericLessThan', ['5'], ['1', '4'], true],
    ['ForAllValues:StringEquals', ['a'], [], true],
    ['ForAnyValue:StringNotEquals', ['a'], [], false],
    ['ForAllValues:StringEquals', ['a'], '', true],
    ['ForAnyValue:StringNotEquals', ['a'], '', false],
    ['ForAllValues:StringEquals', ['a'], 'a', true],
    ['ForAllValues:StringEquals', ['a'], 'b', false],
  ])('%s of %j sees %j: %s', (operator, wanted, given, matches) => {
    expect(holds(operator, wanted, given)).toBe(matches);
  });
});
