import { PolicyError } from './policy-error.ts';

/** The entries of a JSON object; anything else throws. */
export function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(place, 'must be an object');
  }
  return Object.entries(value);
}

/** One text or several, where JSON booleans and numbers count as text; an empty list or any other value throws. */
export function listOf(value: unknown, place: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(place, 'an empty list');
  return list.map(item => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new PolicyError(place, 'must be text or a list of texts');
  });
}

/** One text or several, strictly texts; an empty list or an empty text throws. */
export function textsOf(value: unknown, place: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(place, 'an empty list');
  return list.map(item => {
    if (typeof item === 'string' && item !== '') return item;
    throw new PolicyError(place, 'must be text or a list of texts');
  });
}
