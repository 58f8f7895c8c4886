import { checkConditionKey } from './condition-key.ts';
import { entriesOf, listOf } from './json-shape.ts';
import type { Operand, OperandReading } from './operands.ts';
import { operatorNamed } from './operators.ts';
import { PolicyError } from './policy-error.ts';
import { parseTruth } from './quantity.ts';
import type { ContextValue } from './request.ts';
import type { RequestKeys } from './request-keys.ts';

/** One key under one operator of a Condition block; the block matches when every test does. */
export type ConditionTest = (keys: RequestKeys) => boolean;

type Quantifier = 'one' | 'ForAllValues' | 'ForAnyValue';
type Comparison = {
  readonly key: string;
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  readonly negated: boolean;
  readonly operands: readonly Operand[];
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/u;

/**
 * Reads a Condition block. Operator names are exact; an unknown one, `NullIfExists`, a set prefix on `Null`, an
 * invalid key or an empty list of values is refused.
 */
export function parseCondition(block: unknown, reading: OperandReading): ConditionTest[] {
  return entriesOf(block, reading.place).flatMap(([name, keys]) => {
    const at = { ...reading, place: `${reading.place}.operator` };
    const entries = entriesOf(keys, at.place);
    if (entries.length === 0) throw new PolicyError(at.place, 'an operator needs a condition key');
    return entries.map(([key, values]) => parseTest(name, key, values, at));
  });
}

function parseTest(name: string, key: string, values: unknown, reading: OperandReading): ConditionTest {
  checkConditionKey(key, reading.place);
  const texts = listOf(values, reading.place);
  if (name === 'Null') return parseNull(key, texts, reading.place);
  const [, prefix, base = '', ifExists] = OPERATOR.exec(name) ?? [];
  const operator = operatorNamed(base);
  if (operator === undefined) throw new PolicyError(reading.place, 'no such condition operator');
  const comparison: Comparison = {
    key,
    quantifier: prefix === 'ForAllValues' || prefix === 'ForAnyValue' ? prefix : 'one',
    ifExists: ifExists !== undefined,
    negated: operator.negated,
    operands: texts.map(text => operator.compile(text, reading)),
  };
  return keys => compare(comparison, keys);
}

function parseNull(key: string, texts: readonly string[], place: string): ConditionTest {
  const wanted = texts.map(text => parseTruth(text, place));
  return keys => wanted.includes(keys.get(key) === undefined);
}

/** Rule: IAM User Guide, condition operators ("not present in the request context") and multivalued context keys. */
function compare(comparison: Comparison, keys: RequestKeys): boolean {
  const value = keys.get(comparison.key);
  if (comparison.quantifier === 'one') return compareOne(comparison, value, keys);
  const values = membersOf(value);
  if (comparison.quantifier === 'ForAllValues')
    return values.every(member => matches(comparison, member, keys));
  if (value === undefined) return comparison.ifExists;
  return values.some(member => matches(comparison, member, keys));
}

function compareOne(comparison: Comparison, value: ContextValue | undefined, keys: RequestKeys): boolean {
  if (value === undefined) return comparison.negated || comparison.ifExists;
  if (typeof value !== 'string') {
    throw new PolicyError('context', 'a multivalued key needs ForAllValues or ForAnyValue');
  }
  return matches(comparison, value, keys);
}

/** A set operator sees an empty text as no value at all (IAM User Guide: "a null data set, such as an empty string"). */
function membersOf(value: ContextValue | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}

function matches(comparison: Comparison, value: string, keys: RequestKeys): boolean {
  const some = comparison.operands.some(operand => operand(value, keys));
  return comparison.negated ? !some : some;
}
