import * as z from 'zod';
import { evaluate } from '../../policy/evaluate.ts';
import type { AccessRequest } from '../../policy/request.ts';
import type { FunctionResource, RotationResource } from '../deployment.ts';
import { readRotationTimes } from '../rotation-times.ts';
import { type Resource, type Resources, readProperties } from './resources.ts';
import { TemplateProblem } from './template-problem.ts';

const scheduleSchema = z.object({
  SecretId: z.string(),
  RotationLambdaARN: z.string(),
  HostedRotationLambda: z.undefined().optional(),
  RotationRules: z.object({
    ScheduleExpression: z.string().optional(),
    AutomaticallyAfterDays: z.coerce.number().optional(),
  }),
  RotateImmediatelyOnUpdate: z.stringbool().or(z.boolean()).default(true),
});

const permissionSchema = z.object({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

const secretsManager = 'secretsmanager.amazonaws.com';

/**
 * The rotations of secrets. Refuses a function that Secrets Manager may not invoke, with the source account and source
 * ARN its permissions name, and a schedule that Secrets Manager would refuse.
 */
export function readRotations(
  resources: Resources,
  functions: readonly FunctionResource[],
  account: string,
): readonly RotationResource[] {
  return resources.ofType('AWS::SecretsManager::RotationSchedule').map(resource => {
    const rotation = readProperties(scheduleSchema, resource);
    const lambda = functions.find(({ arn }) => arn === rotation.RotationLambdaARN);
    if (lambda === undefined) {
      throw new TemplateProblem(
        resource.place,
        `asks ${rotation.RotationLambdaARN}, which is no function here`,
      );
    }
    if (!mayInvoke(resources, lambda, rotation.SecretId, account)) {
      throw new TemplateProblem(
        resource.place,
        `Secrets Manager has no permission to invoke ${lambda.name} for ${rotation.SecretId}`,
      );
    }
    return {
      secretArn: rotation.SecretId,
      functionArn: lambda.arn,
      scheduleExpression: expressionOf(rotation.RotationRules, resource),
      rotateImmediatelyOnUpdate: rotation.RotateImmediatelyOnUpdate,
    };
  });
}

function mayInvoke(
  resources: Resources,
  lambda: FunctionResource,
  secretArn: string,
  account: string,
): boolean {
  return resources
    .ofType('AWS::Lambda::Permission')
    .map(resource => readProperties(permissionSchema, resource))
    .filter(({ FunctionName }) => FunctionName === lambda.arn || FunctionName === lambda.name)
    .some(permission => admits(permission, lambda.arn, secretArn, account));
}

/** A permission is a statement of the function's resource policy; it is asked as Lambda asks it. */
function admits(
  permission: z.infer<typeof permissionSchema>,
  functionArn: string,
  secretArn: string,
  account: string,
): boolean {
  const { Action, Principal, SourceAccount, SourceArn } = permission;
  if (Principal !== secretsManager) return false;
  const Condition = {
    ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
  };
  const granted = {
    Effect: 'Allow',
    Principal: { Service: Principal },
    Action,
    Resource: functionArn,
    Condition,
  };
  const request: AccessRequest = {
    caller: { kind: 'service', service: secretsManager },
    action: 'lambda:InvokeFunction',
    resource: functionArn,
    resourceAccount: account,
    context: { 'aws:SourceAccount': account, 'aws:SourceArn': secretArn },
  };
  const document = { Version: '2012-10-17', Statement: [granted] };
  return evaluate(request, { identity: [], resource: { kind: 'resource', document } }).allowed;
}

function expressionOf(rules: z.infer<typeof scheduleSchema>['RotationRules'], resource: Resource): string {
  const { ScheduleExpression, AutomaticallyAfterDays } = rules;
  if ((ScheduleExpression === undefined) === (AutomaticallyAfterDays === undefined)) {
    throw new TemplateProblem(resource.place, 'must have either a schedule expression or a number of days');
  }
  const days = AutomaticallyAfterDays ?? 0;
  const expression = ScheduleExpression ?? `rate(${days} ${days === 1 ? 'day' : 'days'})`;
  try {
    readRotationTimes(expression)(0);
    return expression;
  } catch (error) {
    throw new TemplateProblem(resource.place, error instanceof Error ? error.message : 'has no schedule');
  }
}
