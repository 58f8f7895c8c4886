import { evaluate } from '../../../policy/evaluate.ts';
import type { Decision, PolicyDocument, PolicySet } from '../../../policy/request.ts';
import type { Session } from '../caller.ts';
import type { Access } from './access.ts';
import { globalKeys } from './global-keys.ts';

/** Where the policies in force are found; IAM, KMS and the others change them while the system runs. */
export type PoliciesInForce = {
  identityOf(roleArn: string): { documents: readonly PolicyDocument[]; boundary?: PolicyDocument };
  /** The key, trust or resource policy that guards what is asked for; undefined where it has none. */
  guardOf(access: Access): PolicySet['resource'] | undefined;
};

/** Decides one access of one session with the policies in force. */
export type Authorizer = (session: Session, access: Access, nowMs: number) => Decision;

/** An authorizer over `policies`; the decision itself is policy/evaluate.ts, the same one the proofs use. */
export function makeAuthorizer(policies: PoliciesInForce, account: string, region: string): Authorizer {
  return (session, access, nowMs) => {
    const resourceAccount = access.resource.split(':')[4] || account;
    const identity = policies.identityOf(session.roleArn);
    const guard = policies.guardOf(access);
    return evaluate(
      {
        caller: { kind: 'role', account: session.account, arn: session.arn, roleArn: session.roleArn },
        action: access.action,
        resource: access.resource,
        resourceAccount,
        context: { ...globalKeys(session, nowMs, region, resourceAccount), ...access.context },
      },
      {
        identity: identity.documents,
        ...(identity.boundary === undefined ? {} : { boundary: identity.boundary }),
        ...(session.sessionPolicy === undefined ? {} : { session: session.sessionPolicy }),
        ...(guard === undefined ? {} : { resource: guard }),
      },
    );
  };
}

const shownKeys = [
  /^kms:EncryptionContext/,
  /^kms:(MacAlgorithm|EncryptionAlgorithm|SigningAlgorithm|MessageType|RequestAlias|ResourceAliases|GrantOperations)$/,
  /^dynamodb:(ReturnValues|Select|EnclosingOperation)$/,
  /^sts:(RoleSessionName|SourceIdentity)$/,
  /^aws:(RequestTag\/.*|TagKeys)$/,
  /^secretsmanager:VersionStage$/,
  /^s3:(prefix|if-none-match)$/,
];

/** The part of a context that may stand in the trail: ids, tags and algorithms; no keys of items, no external ids. */
export function shownContext(access: Access): Access['context'] {
  return Object.fromEntries(
    Object.entries(access.context).filter(([key]) => shownKeys.some(shown => shown.test(key))),
  );
}
