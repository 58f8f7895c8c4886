import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/** ARN patterns of the roles that administer keys: CloudFormation's own, however often it is bootstrapped, and the stage's. */
export function administratorPatterns(scope: Construct, stage: Stage): string[] {
  const { account, region } = Stack.of(scope);
  return [
    `arn:aws:iam::${account}:role/cdk-*-cfn-exec-role-${account}-${region}`,
    ...stage.keyAdministrators,
  ];
}

/**
 * A condition that names administrators by ARN pattern. A role that is deleted and made again has another unique
 * id, so a plain principal would lock the key; a name does not (boundary.md A8).
 */
export function namedIn(
  scope: Construct,
  patterns: readonly string[],
): Record<string, Record<string, unknown>> {
  return {
    StringEquals: { 'aws:PrincipalAccount': Stack.of(scope).account },
    ArnLike: { 'aws:PrincipalArn': patterns },
  };
}

/** Everybody but the roles with these ARNs; also true where the caller has no ARN, as a service. */
export function anybodyBut(...roleArns: string[]): Record<string, Record<string, string | string[]>> {
  const [only = '', ...others] = roleArns;
  return { ArnNotEquals: { 'aws:PrincipalArn': others.length === 0 ? only : roleArns } };
}

/** The ARN of a role of this account by its fixed name, as conditions compare it; it gives no deploy order. */
export function roleArnByName(scope: Construct, roleName: string): string {
  return `arn:aws:iam::${Stack.of(scope).account}:role/${roleName}`;
}

/** A statement that denies `actions` on the guarded thing to everybody, or to those `conditions` match. */
export function denyAll(
  sid: string,
  actions: readonly string[],
  conditions?: Record<string, Record<string, unknown>>,
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: [...actions],
    resources: ['*'],
    ...(conditions ? { conditions } : {}),
  });
}
