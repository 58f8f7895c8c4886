import type { CustodianCaller } from '../custodian-callers.ts';

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
