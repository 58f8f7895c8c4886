import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { House } from '../house.ts';
import { FunctionSchedule } from './function-schedule.ts';
import type { RoomFunction } from './room-function.ts';

/**
 * What makes the rotator work: its own minute, and Secrets Manager's plan. The plan is a cron, since a rate may run
 * once more by the old plan, and changing it rotates nothing at once (boundary.md D). It is written raw: the usual
 * construct would give the rotator's role more verbs, from a later stack than the role's own.
 */
export class LoginRotation extends Construct {
  readonly everyMinute: FunctionSchedule;
  readonly plan: CfnRotationSchedule;

  constructor(scope: Construct, id: string, house: House, rotate: RoomFunction) {
    super(scope, id);
    const { login } = house.vault;
    const everyMinute = { name: house.names.rotateSchedule, every: 'rate(1 minute)', target: rotate };
    const description = 'Keeps the custodian’s login: mends its trust and brings rotations on.';
    this.everyMinute = new FunctionSchedule(this, 'EveryMinute', house, { ...everyMinute, description });
    rotate.addPermission('BySecretsManager', {
      principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
      sourceArn: login.secretArn,
    });
    this.plan = new CfnRotationSchedule(this, 'Plan', {
      secretId: login.secretArn,
      rotationLambdaArn: rotate.functionArn,
      rotationRules: { scheduleExpression: rotationCron(house.stage.login.rotateEveryDays) },
      rotateImmediatelyOnUpdate: false,
    });
    this.plan.node.addDependency(rotate);
  }
}

/** 03:00 in Japan, when no campaign sends. Cron counts days of a month: four weeks and more is the first of each. */
export function rotationCron(everyDays: number): string {
  return everyDays >= 28 ? 'cron(0 18 1 * ? *)' : `cron(0 18 1/${everyDays} * ? *)`;
}
