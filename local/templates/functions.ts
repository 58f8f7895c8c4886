import * as z from 'zod';
import type { EventSourceResource, FunctionResource, ScheduleResource } from '../deployment.ts';
import { type Resource, type Resources, readProperties } from './resources.ts';
import { TemplateProblem } from './template-problem.ts';

const functionSchema = z.object({
  Runtime: z.string(),
  Handler: z.string(),
  Role: z.string(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
});

const customSchema = z.object({ ServiceToken: z.string() });

/** ARNs of functions that only deployments call (custom resources), and of their roles: they do not run here. */
export function deployOnlyArns(resources: Resources): ReadonlySet<string> {
  const tokens = resources.all
    .filter(
      resource =>
        resource.type.startsWith('Custom::') || resource.type === 'AWS::CloudFormation::CustomResource',
    )
    .map(resource => readProperties(customSchema, resource).ServiceToken);
  const roles = resources
    .ofType('AWS::Lambda::Function')
    .filter(resource => tokens.includes(resource.attributes['Arn'] ?? ''))
    .map(resource => String(resource.properties['Role']));
  return new Set([...tokens, ...roles]);
}

/** The functions that serve people, with the folder of the bundle that the template names. */
export function readFunctions(
  resources: Resources,
  deployOnly: ReadonlySet<string>,
): readonly FunctionResource[] {
  return resources
    .ofType('AWS::Lambda::Function')
    .filter(resource => !deployOnly.has(resource.attributes['Arn'] ?? ''))
    .map(resource => {
      const lambda = readProperties(functionSchema, resource);
      if (!lambda.Runtime.startsWith('nodejs')) {
        throw new TemplateProblem(
          resource.place,
          `runs on ${lambda.Runtime}; only Node.js functions run locally`,
        );
      }
      return {
        arn: resource.attributes['Arn'] ?? '',
        name: resource.ref,
        codePath: codePathOf(resource, lambda.Code.S3Key),
        handler: lambda.Handler,
        roleArn: lambda.Role,
        environment: lambda.Environment.Variables,
        timeoutSeconds: lambda.Timeout,
        memoryMb: lambda.MemorySize,
        ...(lambda.ReservedConcurrentExecutions !== undefined && {
          reservedConcurrency: lambda.ReservedConcurrentExecutions,
        }),
      };
    });
}

const eventSourceSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  Enabled: z.literal(true).optional(),
  FilterCriteria: z.undefined().optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number() }).optional(),
});

/** The queues that feed functions; an event filter is refused, since nothing here would apply it. */
export function readEventSources(
  resources: Resources,
  functions: readonly FunctionResource[],
): readonly EventSourceResource[] {
  return resources.ofType('AWS::Lambda::EventSourceMapping').map(resource => {
    const mapping = readProperties(eventSourceSchema, resource);
    return {
      queueArn: mapping.EventSourceArn,
      functionArn: functionArnOf(mapping.FunctionName, functions, resource),
      batchSize: mapping.BatchSize,
      reportBatchItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      ...(mapping.ScalingConfig && { maxConcurrency: mapping.ScalingConfig.MaximumConcurrency }),
    };
  });
}

const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string().default('{}') }),
});

/** The enabled schedules. */
export function readSchedules(
  resources: Resources,
  functions: readonly FunctionResource[],
): readonly ScheduleResource[] {
  return resources.ofType('AWS::Scheduler::Schedule').flatMap(resource => {
    const schedule = readProperties(scheduleSchema, resource);
    if (schedule.State === 'DISABLED') {
      return [];
    }
    return [
      {
        name: resource.ref,
        expression: schedule.ScheduleExpression,
        functionArn: functionArnOf(schedule.Target.Arn, functions, resource),
        roleArn: schedule.Target.RoleArn,
        input: schedule.Target.Input,
      },
    ];
  });
}

function functionArnOf(
  nameOrArn: string,
  functions: readonly FunctionResource[],
  resource: Resource,
): string {
  const found = functions.find(candidate => candidate.arn === nameOrArn || candidate.name === nameOrArn);
  if (found === undefined) {
    throw new TemplateProblem(resource.place, `feeds ${nameOrArn}, which is not one of the functions`);
  }
  return found.arn;
}

function codePathOf(resource: Resource, s3Key: string): string {
  const hash =
    s3Key
      .split('/')
      .at(-1)
      ?.replace(/\.zip$/, '') ?? '';
  const folder = resource.stack.assets.get(hash);
  if (folder === undefined) {
    throw new TemplateProblem(
      resource.place,
      `its code ${s3Key} is not among the assets of ${resource.stack.name}`,
    );
  }
  return folder;
}
