import type { Body } from '../engine.ts';
import { textAt } from '../fields.ts';

/** The pairs of a query-protocol list: `<list>.1.<key>`, `<list>.1.<value>`, `<list>.2.<key>`, … */
export function formPairs(body: Body, list: string, key: string, value: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 1; ; at++) {
    const name = textAt(body, `${list}.${at}.${key}`);
    if (name === undefined) return pairs;
    pairs[name] = textAt(body, `${list}.${at}.${value}`) ?? '';
  }
}

/** The members of a query-protocol list of plain values: `<list>.1`, `<list>.2`, … */
export function formList(body: Body, list: string): readonly string[] {
  const values: string[] = [];
  for (let at = 1; ; at++) {
    const value = textAt(body, `${list}.${at}`);
    if (value === undefined) return values;
    values.push(value);
  }
}
