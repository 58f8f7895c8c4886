import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { CustodianGate } from '../domain/custodian-login.ts';
import { awsTimeouts } from './dynamo.ts';

/** The inline policy that refuses older sessions; it is in the template too, so that a stack can be taken down. */
const revocationName = 'RevokeOlder';

/** IAM answers policies as percent-encoded JSON. */
const readPolicy = (text: string | undefined): unknown => JSON.parse(decodeURIComponent(text ?? 'null'));

/** The custodian role's trust and revocation in IAM; the rotator's own verbs, on this one role. */
export function makeCustodianGate(roleArn: string): CustodianGate {
  const iam = new IAMClient({ requestHandler: awsTimeouts });
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    trust: async () => {
      const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
      return readPolicy(role?.AssumeRolePolicyDocument);
    },
    setTrust: async document => {
      const PolicyDocument = JSON.stringify(document);
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    },
    revocation: async () => {
      try {
        const policy = { RoleName, PolicyName: revocationName };
        return readPolicy((await iam.send(new GetRolePolicyCommand(policy))).PolicyDocument);
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }
    },
    setRevocation: async document => {
      const PolicyDocument = JSON.stringify(document);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: revocationName, PolicyDocument }));
    },
  };
}
