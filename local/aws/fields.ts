import { AwsError } from './aws-error.ts';
import type { Body } from './engine.ts';

/** The string at `name`, or undefined where it is absent or of another type. */
export function textAt(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

/** The string at `name`; its absence is a ValidationException, as the services answer. */
export function requiredText(body: Body, name: string): string {
  const value = textAt(body, name);
  if (value === undefined || value === '') {
    throw new AwsError('ValidationException', `The parameter '${name}' is required`);
  }
  return value;
}

/** The number at `name`; query services send it as digits. Undefined where there is none. */
export function numberAt(body: Body, name: string): number | undefined {
  const value = body[name];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** The object at `name`, empty where there is none. */
export function objectAt(body: Body, name: string): Body {
  return isObject(body[name]) ? body[name] : {};
}

/** The array at `name`, empty where there is none. */
export function listAt(body: Body, name: string): readonly unknown[] {
  const value: unknown = body[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The objects in the array at `name`; members of another type are left out. */
export function objectsAt(body: Body, name: string): readonly Body[] {
  return listAt(body, name).filter(isObject);
}

/** The string members of an object, others left out. */
export function textsIn(body: Body): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Whether a value is a JSON object (no array, no null). */
export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string or number as text, anything else as nothing. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
