import type { Context } from '../../../policy/request.ts';
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
  const tags = tagKeysOf(body);
  const person = contextOf({ 'sts:SourceIdentity': textAt(body, 'SourceIdentity') });
  const names = contextOf({
    'sts:RoleSessionName': textAt(body, 'RoleSessionName'),
    'sts:ExternalId': textAt(body, 'ExternalId'),
  });
  const wanted: readonly Access[] = [
    { action: 'sts:AssumeRole', resource, context: { ...tags, ...names, ...person } },
    { action: 'sts:TagSession', resource, context: tags },
    { action: 'sts:SetSourceIdentity', resource, context: person },
  ];
  return wanted.filter(({ context }) => Object.keys(context).length > 0);
}

function tagKeysOf(body: Body): Context {
  const tags = requestedTags(body);
  const named = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]);
  return contextOf({
    ...Object.fromEntries(named),
    'aws:TagKeys': Object.keys(tags),
    'sts:TransitiveTagKeys': requestedTransitiveKeys(body),
  });
}
