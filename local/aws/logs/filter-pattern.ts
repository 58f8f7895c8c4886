import {
  type Comparison,
  type Condition,
  isNumber,
  type Literal,
  parseFilterSyntax,
} from './filter-syntax.ts';

/** Whether a log event (parsed JSON) matches. */
export type FilterPattern = (event: unknown) => boolean;

/**
 * Reads a JSON filter pattern, as metric filters and FilterLogEvents take it: `{ ($.a = "x*") && $.b[0].c != 3 }`.
 * A missing field matches NOT EXISTS and nothing else; null matches IS NULL; objects and lists match no comparison.
 * Throws FilterPatternProblem. Rule: CloudWatch Logs User Guide, filter pattern syntax for JSON log events.
 */
export function readFilterPattern(pattern: string): FilterPattern {
  return matcherOf(parseFilterSyntax(pattern));
}

function matcherOf(condition: Condition): FilterPattern {
  if (condition.kind === 'field') {
    const test = testOf(condition.test);
    return event => test(valueAt(event, condition.path));
  }
  const parts = condition.of.map(matcherOf);
  return condition.kind === 'any'
    ? event => parts.some(matches => matches(event))
    : event => parts.every(matches => matches(event));
}

function valueAt(event: unknown, path: readonly (string | number)[]): unknown {
  let value = event;
  for (const step of path) {
    const fits = typeof step === 'number' ? Array.isArray(value) : isRecord(value);
    if (!fits || !Object.hasOwn(value as object, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type ValueTest = (value: unknown) => boolean;

function testOf(test: Comparison): ValueTest {
  switch (test.operator) {
    case 'EXISTS':
      return value => value !== undefined;
    case 'NOT EXISTS':
      return value => value === undefined;
    case 'IS NULL':
      return value => value === null;
    case 'IS TRUE':
      return value => value === true;
    case 'IS FALSE':
      return value => value === false;
    case '=':
      return equals(test.literal);
    case '!=':
      return differs(test.literal);
    default:
      return ordered(test.operator, Number(test.literal.text));
  }
}

function equals(literal: Literal): ValueTest {
  const fits = likeness(literal.text);
  const number = isNumber(literal) ? Number(literal.text) : undefined;
  return value => {
    if (typeof value === 'string') return fits(value);
    if (typeof value !== 'number' || literal.quoted) return false;
    return number === undefined ? fits(String(value)) : number === value;
  };
}

/** What is missing, null, true, an object or a list does not differ: a pattern has to ask for it by itself. */
function differs(literal: Literal): ValueTest {
  const same = equals(literal);
  return value => (typeof value === 'string' || typeof value === 'number') && !same(value);
}

function ordered(operator: '<' | '>' | '<=' | '>=', limit: number): ValueTest {
  const compare = {
    '<': (value: number) => value < limit,
    '>': (value: number) => value > limit,
    '<=': (value: number) => value <= limit,
    '>=': (value: number) => value >= limit,
  }[operator];
  return value => typeof value === 'number' && compare(value);
}

/** A `*` at the start or the end stands for any text; between other characters it is itself. */
function likeness(text: string): (value: string) => boolean {
  if (text === '*') return () => true;
  const open = text.startsWith('*');
  const free = text.endsWith('*');
  const core = text.slice(open ? 1 : 0, free ? -1 : undefined);
  if (open && free) return value => value.includes(core);
  if (open) return value => value.endsWith(core);
  if (free) return value => value.startsWith(core);
  return value => value === text;
}
