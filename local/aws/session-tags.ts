import type { Body } from './engine.ts';
import { formList, formPairs } from './wire/form.ts';

/** The tags an AssumeRole form asks for (`Tags.member.1.Key`, `Tags.member.1.Value`, …). */
export function requestedTags(body: Body): Record<string, string> {
  return formPairs(body, 'Tags.member', 'Key', 'Value');
}

/** The tag keys that are to pass on to sessions assumed from this one. */
export function requestedTransitiveKeys(body: Body): readonly string[] {
  return formList(body, 'TransitiveTagKeys.member');
}
