/** CloudWatch refuses a longer filter pattern; in characters. */
export const longestPattern = 1024;

/** A field has one of the values; `*` at an end of a value stands for anything, in its middle for itself. */
export function is(field: string, ...values: readonly string[]): string {
  return some(...values.map(value => `(${field} = "${value}")`));
}

/** A field has none of the values. A missing field does not differ in filter patterns, so it is asked for by itself. */
export function isNot(field: string, ...values: readonly string[]): string {
  return some(missing(field), every(...values.map(value => `(${field} != "${value}")`)));
}

/** A field does not stand in the record. */
export function missing(field: string): string {
  return `(${field} NOT EXISTS)`;
}

/** One of the conditions holds. */
export function some(...conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join('') : `(${conditions.join(' || ')})`;
}

/** All of the conditions hold. */
export function every(...conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join('') : `(${conditions.join(' && ')})`;
}

/** The pattern of JSON records for which all of the conditions hold. */
export function records(...conditions: readonly string[]): string {
  return `{ ${conditions.join(' && ')} }`;
}
