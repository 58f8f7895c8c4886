import {
  addressOperand,
  arnOperand,
  bytesOperand,
  caselessOperand,
  comparedOperand,
  type CompileOperand,
  textOperand,
  truthOperand,
} from './operands.ts';
import { parseInstant, parseNumber } from './quantity.ts';

/** A condition operator. A negated one matches when none of its values does, and when the key is absent. */
export type Operator = { readonly negated: boolean; readonly compile: CompileOperand };

const equal = (given: number, wanted: number) => given === wanted;
const less = (given: number, wanted: number) => given < wanted;
const lessOrEqual = (given: number, wanted: number) => given <= wanted;
const more = (given: number, wanted: number) => given > wanted;
const moreOrEqual = (given: number, wanted: number) => given >= wanted;

const is = (compile: CompileOperand): Operator => ({ negated: false, compile });
const not = (compile: CompileOperand): Operator => ({ negated: true, compile });

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', is(textOperand('none'))],
  ['StringNotEquals', not(textOperand('none'))],
  ['StringEqualsIgnoreCase', is(caselessOperand)],
  ['StringNotEqualsIgnoreCase', not(caselessOperand)],
  ['StringLike', is(textOperand('anywhere'))],
  ['StringNotLike', not(textOperand('anywhere'))],
  ['NumericEquals', is(comparedOperand(parseNumber, equal))],
  ['NumericNotEquals', not(comparedOperand(parseNumber, equal))],
  ['NumericLessThan', is(comparedOperand(parseNumber, less))],
  ['NumericLessThanEquals', is(comparedOperand(parseNumber, lessOrEqual))],
  ['NumericGreaterThan', is(comparedOperand(parseNumber, more))],
  ['NumericGreaterThanEquals', is(comparedOperand(parseNumber, moreOrEqual))],
  ['DateEquals', is(comparedOperand(parseInstant, equal))],
  ['DateNotEquals', not(comparedOperand(parseInstant, equal))],
  ['DateLessThan', is(comparedOperand(parseInstant, less))],
  ['DateLessThanEquals', is(comparedOperand(parseInstant, lessOrEqual))],
  ['DateGreaterThan', is(comparedOperand(parseInstant, more))],
  ['DateGreaterThanEquals', is(comparedOperand(parseInstant, moreOrEqual))],
  ['Bool', is(truthOperand)],
  ['BinaryEquals', is(bytesOperand)],
  ['IpAddress', is(addressOperand)],
  ['NotIpAddress', not(addressOperand)],
  ['ArnEquals', is(arnOperand)],
  ['ArnLike', is(arnOperand)],
  ['ArnNotEquals', not(arnOperand)],
  ['ArnNotLike', not(arnOperand)],
]);

/** The operator of this exact name, without set prefix and `IfExists`; undefined when IAM has none. */
export function operatorNamed(name: string): Operator | undefined {
  return OPERATORS.get(name);
}

/** Every operator name this evaluator knows but `Null`, for tests that must cover each. */
export const operatorNames: readonly string[] = [...OPERATORS.keys()];
