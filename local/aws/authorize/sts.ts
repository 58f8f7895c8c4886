import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import { requestedTags, requestedTransitiveKeys } from '../session-tags.ts';
import { checkAssumeRole } from '../sts.ts';
import { contextOf, type Access } from './access.ts';

/**
 * AssumeRole needs up to three permissions on the role's trust policy, each with its own condition keys
 * (Service Authorization Reference, AWS STS): TagSession knows no SourceIdentity, SetSourceIdentity no RequestTag.
 */
export function stsAccesses(operation: string, body: Body): readonly Access[] {
  if (operation !== 'AssumeRole') return [];
  checkAssumeRole(body);
  const resource = requiredText(body, 'RoleArn');
  const sourceIdentity = textAt(body, 'SourceIdentity');
  const tags = requestedTags(body);
  const tagKeys = Object.keys(tags);
  const tagContext = {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tagKeys,
    'sts:TransitiveTagKeys': requestedTransitiveKeys(body),
  };
  const accesses: Access[] = [
    {
      action: 'sts:AssumeRole',
      resource,
      context: contextOf({
        ...tagContext,
        'sts:RoleSessionName': textAt(body, 'RoleSessionName'),
        'sts:ExternalId': textAt(body, 'ExternalId'),
        'sts:SourceIdentity': sourceIdentity,
      }),
    },
  ];
  if (tagKeys.length > 0)
    accesses.push({ action: 'sts:TagSession', resource, context: contextOf(tagContext) });
  if (sourceIdentity !== undefined) {
    const context = contextOf({ 'sts:SourceIdentity': sourceIdentity });
    accesses.push({ action: 'sts:SetSourceIdentity', resource, context });
  }
  return accesses;
}
