import { splitArn } from './arn.ts';
import { PolicyError } from './policy-error.ts';
import type { RequestKeys } from './request-keys.ts';
import { joinTemplates, parseTemplate, render, type Template } from './variables.ts';
import { fits } from './wildcard.ts';

/** One entry of a Resource element: everything, or an ARN whose parts may hold wildcards and variables. */
export type ResourcePattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'arn'; readonly template: Template };

/** `unknown` when a variable in the pattern has no value, so that nothing can be said. */
export type ResourceMatch = 'yes' | 'no' | 'unknown';

/**
 * Reads `*` or an ARN. A `*` at the end of a part may stand for colons too, other wildcards stay inside their part;
 * fewer than six parts are only allowed before such a `*`; the service can not hold a wildcard. Rule: IAM User
 * Guide, Resource.
 */
export function parseResource(text: string, variables: boolean, place: string): ResourcePattern {
  if (text === '*') return { kind: 'all' };
  const segments = splitArn(text, variables);
  if (segments[0] !== 'arn' || segments.length < 3) throw new PolicyError(place, 'a resource is an ARN or *');
  if (/[*?$]/u.test(segments[2] ?? '')) throw new PolicyError(place, 'the service of an ARN has no wildcard');
  if (segments.length < 6 && !text.endsWith('*'))
    throw new PolicyError(place, 'a resource ARN has six parts');
  const rest = segments.length === 6 ? segments.pop() : undefined;
  const reading = { variables, place };
  const parts = segments.map(segment => parseTemplate(segment, { wildcards: 'in-segment', ...reading }));
  if (rest !== undefined) parts.push(parseTemplate(rest, { wildcards: 'anywhere', ...reading }));
  return { kind: 'arn', template: joinTemplates(parts) };
}

/** Whether the pattern covers the request's resource; a request for `*` is covered by `*` alone. */
export function coversResource(pattern: ResourcePattern, resource: string, keys: RequestKeys): ResourceMatch {
  if (pattern.kind === 'all') return 'yes';
  if (resource === '*') return 'no';
  const filled = render(pattern.template, keys);
  if (filled === undefined) return 'unknown';
  return fits(filled, resource) ? 'yes' : 'no';
}
