import { custodianCallers, type CustodianCaller } from './custodian-callers.ts';

/** A caller row with the ARN of its role. */
export type TrustedCaller = CustodianCaller & { readonly roleArn: string };

/** A statement of the trust policy, as IAM takes it. */
export type TrustStatement = Readonly<Record<string, unknown>>;

/** The longest trust that is accepted, in characters: IAM's default quota is 2,048, the rest is reserve. */
export const longestTrust = 1950;

/**
 * The custodian's trust as a pure function of who may call and which login epochs are open (boundary.md A2).
 * Everything required stands on AssumeRole; the other two actions can only be allowed, never demanded. The epoch's
 * external ids stand once, in a Deny, which refuses a call without one as well.
 */
export function custodianTrust(callers: readonly TrustedCaller[], externalIds: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      refuseOtherEpochs(externalIds),
      ...callers.map(admit),
      {
        Effect: 'Allow',
        Principal: { AWS: callers.map(caller => caller.roleArn) },
        Action: ['sts:TagSession', 'sts:SetSourceIdentity'],
      },
    ],
  };
}

/** Length of the trust in characters with two epochs open, as it stands in the middle of a rotation. */
export function trustLength(callers: readonly TrustedCaller[]): number {
  const epoch = 'x'.repeat(43);
  return JSON.stringify(custodianTrust(callers, [epoch, epoch])).length;
}

function refuseOtherEpochs(externalIds: readonly string[]): TrustStatement {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { StringNotEquals: { 'sts:ExternalId': externalIds } },
  };
}

function admit(caller: TrustedCaller): TrustStatement {
  return {
    Effect: 'Allow',
    Principal: { AWS: caller.roleArn },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:RequestTag/purpose': caller.purposes },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
      StringLike: {
        'sts:SourceIdentity': caller.sourceIdentity,
        'sts:RoleSessionName': caller.purposes.map(purpose => `${purpose}-*`),
      },
    },
  };
}

/** The callers with the ARNs of their roles, which are called like the custodian's with the function's ending. */
export function callersOf(custodianRoleArn: string): readonly TrustedCaller[] {
  const stem = custodianRoleArn.replace(/custodian$/u, '');
  return custodianCallers.map(caller => ({ ...caller, roleArn: `${stem}${caller.function}` }));
}

/** The policy that refuses every session issued before the cut-off; AWS knows a session's time to the second. */
export function revocationPolicy(cutOffMs: number) {
  const cutOff = new Date(cutOffMs).toISOString().replace(/\.\d+Z$/u, 'Z');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RevokeOlder',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': cutOff } },
      },
    ],
  };
}

/** JSON in which equal policies are equal text: IAM reorders lists and writes a list of one as its one value. */
export function normalPolicy(policy: unknown): string {
  return JSON.stringify(normal(policy));
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normal);
    const texts = items.map(item => JSON.stringify(item)).toSorted();
    return items.length === 1 ? items[0] : texts;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, normal(inner)]));
}
