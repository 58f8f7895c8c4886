import { PolicyError } from './policy-error.ts';
import { type Pattern, wildPattern } from './wildcard.ts';

const SHAPE = /^(?:\*|\*:\*|[a-z0-9-]+:[a-z0-9*?-]+)$/u;
const ACTION = /^[a-z0-9-]+:[a-z0-9-]+$/u;

/** Reads an entry of an Action element: `*` or `service:Name`, where the name may hold wildcards. */
export function parseAction(text: string, place: string): Pattern {
  const lower = text.toLowerCase();
  if (!SHAPE.test(lower)) throw new PolicyError(place, 'an action is service:Name');
  return wildPattern(lower);
}

/** An action as patterns compare it, in lower case; refused is what is not one concrete `service:Name`. */
export function comparedAction(action: string): string {
  const lower = action.toLowerCase();
  if (!ACTION.test(lower)) throw new PolicyError('action', 'a request has one action, service:Name');
  return lower;
}
