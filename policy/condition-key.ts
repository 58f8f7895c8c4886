import { PolicyError } from './policy-error.ts';

/** `service:Name`, `service:Name/tag key`, `kms:EncryptionContext:name`, `accounts.example.com/id:sub`; never `a::b`. */
const SHAPE = /^[a-z0-9][a-z0-9./_-]*:[A-Za-z0-9][\p{L}\p{N}\p{Zs}_.:/=+@-]*$/iu;

/** The global keys that stand for themselves, in lower case (IAM User Guide, global condition context keys). */
const GLOBAL = new Set(
  [
    'AssumedRoot CalledVia CalledViaAWSMCP CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime Ec2InstanceSourcePrivateIPv4',
    'Ec2InstanceSourceVpc EpochTime FederatedProvider IsMcpServiceAction MultiFactorAuthAge MultiFactorAuthPresent',
    'PrincipalAccount PrincipalArn PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths PrincipalServiceName',
    'PrincipalServiceNamesList PrincipalType Referer RequestedRegion ResourceAccount ResourceOrgID ResourceOrgPaths',
    'SecureTransport SourceAccount SourceArn SourceIdentity SourceIp SourceOrgID SourceOrgPaths SourceOwner SourceVpc',
    'SourceVpcArn SourceVpce TagKeys TokenIssueTime UserAgent userid username ViaAWSMCPService ViaAWSService',
    'VpcSourceIp VpceAccount VpceOrgID VpceOrgPaths',
  ]
    .join(' ')
    .split(' ')
    .map(name => `aws:${name.toLowerCase()}`),
);

const GLOBAL_WITH_TAG = /^aws:(?:principaltag|requesttag|resourcetag)\/./u;

/** Keys that have been found good: a request carries the same few again and again. */
const checked = new Set<string>();
const mostChecked = 1000;

/**
 * Refuses what can not be a condition key. A misspelt key is never in the request, so under a negated operator it
 * would always match; therefore names under `aws:` must also be known ones.
 */
export function checkConditionKey(key: string, place: string): void {
  if (checked.has(key)) return;
  refuseUnknown(key, place);
  if (checked.size < mostChecked) checked.add(key);
}

function refuseUnknown(key: string, place: string): void {
  if (!SHAPE.test(key)) throw new PolicyError(place, 'a condition key is service:Name');
  const name = key.toLowerCase();
  if (!name.startsWith('aws:')) return;
  if (!GLOBAL.has(name) && !GLOBAL_WITH_TAG.test(name))
    throw new PolicyError(place, 'no such global condition key');
}
