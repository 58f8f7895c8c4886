import { PolicyError } from './policy-error.ts';
import { fits, type Pattern, wildPattern } from './wildcard.ts';

const SHAPE = /^(?:\*|\*:\*|[a-z0-9-]+:[a-z0-9*?]+)$/u;
const ACTION = /^[a-z0-9-]+:[a-z0-9]+$/u;

/** Reads an entry of an Action element: `*` or `service:Name`, where the name may hold wildcards. */
export function parseAction(text: string, place: string): Pattern {
  const lower = text.toLowerCase();
  if (!SHAPE.test(lower)) throw new PolicyError(place, 'an action is service:Name');
  return wildPattern(lower);
}

/** Whether the pattern covers an action; case does not matter. */
export function coversAction(pattern: Pattern, action: string): boolean {
  return fits(pattern, action.toLowerCase());
}

/** Refuses a request whose action is not one concrete `service:Name`. */
export function checkAction(action: string): void {
  if (!ACTION.test(action.toLowerCase()))
    throw new PolicyError('action', 'a request has one action, service:Name');
}
