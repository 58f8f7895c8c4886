import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/settings.ts';
import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import { firstCutOffMs } from '../../lambdas/domain/login-rotation.ts';
import type { Names } from '../names.ts';
import {
  custodianTrust,
  longestTrust,
  revocationPolicy,
  trustLength,
} from '../../lambdas/domain/custodian-trust.ts';
import { openByAlias } from './number-vault.ts';

/** Who may become the custodian, with which login, and the one table it may read. */
export type CustodianRoleProps = {
  readonly names: Names;
  readonly callerRoles: Readonly<Record<FunctionName, iam.IRole>>;
  readonly login: Secret;
  readonly vaultTableArn: string;
};

/**
 * The single role that opens numbers (DESIGN §3): trusted callers by purpose, a boundary that nothing added later can
 * exceed, and a cut-off for old sessions. The number key's policy, not this role, says what it may open.
 */
export class CustodianRole extends Construct {
  readonly role: iam.Role;
  /** The most the role can ever do; whoever rewrites the role needs this to stay on it. */
  readonly boundary: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: CustodianRoleProps) {
    super(scope, id);
    const callers = custodianCallers.map(row => ({
      ...row,
      roleArn: props.callerRoles[row.function].roleArn,
    }));
    refuseLongTrust(props.names);
    this.boundary = this.makeBoundary(props);
    this.role = new iam.Role(this, 'Role', {
      roleName: props.names.custodianRole,
      description: 'The custodian: opens one phone number at a time, for a declared purpose.',
      maxSessionDuration: Duration.hours(1),
      permissionsBoundary: this.boundary,
      assumedBy: new iam.ArnPrincipal(callers[0]?.roleArn ?? ''),
    });
    this.writeTrust(custodianTrust(callers, [currentEpoch(props.login)]));
    this.readVault(props.vaultTableArn);
    this.revokeOlder();
  }

  /** The template's trust names the current epoch, so that a deploy alone never shuts the callers out (boundary.md D). */
  private writeTrust(trust: ReturnType<typeof custodianTrust>): void {
    const role = this.role.node.defaultChild;
    if (role instanceof iam.CfnRole) {
      role.assumeRolePolicyDocument = trust;
    }
  }

  private makeBoundary(props: CustodianRoleProps): iam.ManagedPolicy {
    return new iam.ManagedPolicy(this, 'Boundary', {
      managedPolicyName: props.names.custodianBoundary,
      description: 'The most the custodian can ever do, whatever is added to it.',
      statements: [openByAlias(this, props.names.numberKeyAlias), readVaultRow(props.vaultTableArn)],
    });
  }

  private readVault(vaultTableArn: string): iam.Policy {
    return new iam.Policy(this, 'ReadVault', {
      policyName: 'ReadVault',
      roles: [this.role],
      statements: [readVaultRow(vaultTableArn)],
    });
  }

  /** Belongs to the template although rotations rewrite it: a role with a foreign policy could not be deleted. */
  private revokeOlder(): iam.Policy {
    return new iam.Policy(this, 'RevokeOlder', {
      policyName: 'RevokeOlder',
      roles: [this.role],
      document: iam.PolicyDocument.fromJson(revocationPolicy(firstCutOffMs)),
    });
  }
}

const readerConditions = {
  StringNotEquals: { 'aws:PrincipalTag/purpose': 'rotation-check' },
  Null: { 'aws:SourceIdentity': 'false', 'aws:PrincipalTag/purpose': 'false' },
};

/** Stands in the boundary as well, conditions and all: a policy that is added later must not read for nobody. */
function readVaultRow(vaultTableArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadVaultRow',
    actions: ['dynamodb:GetItem'],
    resources: [vaultTableArn],
    conditions: readerConditions,
  });
}

function currentEpoch(login: Secret): string {
  return login.secretValueFromJson('externalId').unsafeUnwrap();
}

function refuseLongTrust(names: Names): void {
  const account = '0'.repeat(12);
  const callers = custodianCallers.map(row => ({
    ...row,
    roleArn: `arn:aws:iam::${account}:role/${names.role(row.function)}`,
  }));
  const length = trustLength(callers);
  if (length > longestTrust) {
    throw new Error(
      `the custodian's trust is ${length} characters with two epochs open; IAM takes ${longestTrust} safely`,
    );
  }
}
