import { Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { settingsOf, type FunctionName } from '../../lambdas/settings.ts';
import { CustodianRole } from '../constructs/custodian-role.ts';
import { RegisterArchive } from '../constructs/register-archive.ts';
import { NumberVault } from '../constructs/number-vault.ts';
import { functionArnByName, giveRights, makeRoomRole } from '../constructs/room-role.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import { Tables } from '../constructs/tables.ts';
import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import type { Names } from '../names.ts';
import { removalOf, type Stage } from '../stage.ts';

/** What every stack of the house is made from. */
export type HouseProps = StackProps & { readonly stage: Stage; readonly names: Names };

/**
 * Keys, tables, secrets, people, and every role with its policies: what must outlive the rest. It comes first, because AWS
 * refuses a policy that names a principal which does not exist yet (DESIGN §10).
 */
export class VaultStack extends Stack {
  readonly tables: Tables;
  readonly numbers: NumberVault;
  readonly archive: RegisterArchive;
  readonly roles: Readonly<Record<FunctionName, iam.Role>>;
  readonly custodian: CustodianRole;
  readonly login: secrets.Secret;
  readonly edge: secrets.Secret;
  readonly scheduler: iam.Role;
  readonly staff: StaffPool;

  constructor(scope: Construct, id: string, props: HouseProps) {
    super(scope, id, props);
    const { stage, names } = props;
    this.login = this.makeLogin(props);
    this.edge = this.makeEdgeSecret(stage);
    this.staff = new StaffPool(this, 'Staff', stage);
    this.tables = new Tables(this, 'Tables', {
      stage,
      custodianRole: names.custodianRole,
      rotatorRole: names.role('custodian-rotate'),
      deskRole: names.role('custodian-desk'),
      archiveRole: names.role('custodian-archive'),
    });
    this.roles = byFunction(name => makeRoomRole(this, name, names));
    this.custodian = new CustodianRole(this, 'Custodian', {
      names,
      callerRoles: this.roles,
      login: this.login,
      vaultTableArn: this.tables.vault.tableArn,
    });
    this.numbers = new NumberVault(this, 'Numbers', {
      stage,
      names,
      sealer: { role: this.roles['shopper-verify'], name: names.role('shopper-verify') },
      finder: { role: this.roles['custodian-desk'], name: names.role('custodian-desk') },
      opener: { role: this.custodian.role, name: names.custodianRole },
      callers: custodianCallers,
      signer: { role: this.roles['custodian-archive'], name: names.role('custodian-archive') },
    });
    this.archive = new RegisterArchive(this, 'Archive', {
      stage,
      writer: names.role('custodian-archive'),
    });
    this.scheduler = this.makeScheduler(names);
    this.giveEveryFunctionItsRights(names);
  }

  private giveEveryFunctionItsRights(names: Names): void {
    const ground = {
      names,
      tables: this.tables,
      archiveBucketArn: this.archive.bucket.bucketArn,
      edgeSecretArn: this.edge.secretArn,
      loginSecretArn: this.login.secretArn,
      custodianRoleArn: this.custodian.role.roleArn,
      staffPoolArn: this.staff.pool.userPoolArn,
      custodianBoundaryArn: this.custodian.boundary.managedPolicyArn,
    };
    byFunction(name => giveRights(this, name, this.roles[name], ground));
  }

  private makeLogin({ stage, names }: HouseProps): secrets.Secret {
    return new secrets.Secret(this, 'CustodianLogin', {
      secretName: names.loginSecret,
      description: 'The login epoch of the custodian role: its external id.',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ epoch: 1 }),
        generateStringKey: 'externalId',
        passwordLength: 43,
        excludePunctuation: true,
      },
      removalPolicy: removalOf(stage),
    });
  }

  private makeEdgeSecret(stage: Stage): secrets.Secret {
    return new secrets.Secret(this, 'EdgeSecret', {
      description: 'Proves to the functions that a call came through the distribution.',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'edge',
        passwordLength: 43,
        excludePunctuation: true,
      },
      removalPolicy: removalOf(stage),
    });
  }

  private makeScheduler(names: Names): iam.Role {
    const group = `arn:aws:scheduler:${this.region}:${this.account}:schedule-group/default`;
    const role = new iam.Role(this, 'PulseScheduler', {
      roleName: names.pulseScheduleRole,
      description:
        'Lets the scheduler start the pulse, the rotator, the archive, and the sealing of the canary.',
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account, 'aws:SourceArn': group } },
      }),
    });
    const started = ['pulse', 'custodian-rotate', 'custodian-archive', 'shopper-verify'] as const;
    const resources = started.map(name => functionArnByName(this, names.function(name)));
    const statements = [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources })];
    role.attachInlinePolicy(
      new iam.Policy(this, 'PulseSchedulerRights', { policyName: 'Rights', statements }),
    );
    return role;
  }
}

const functionNames = Object.keys(settingsOf) as FunctionName[];

function byFunction<T>(make: (name: FunctionName) => T): Record<FunctionName, T> {
  return Object.fromEntries(functionNames.map(name => [name, make(name)])) as Record<FunctionName, T>;
}
