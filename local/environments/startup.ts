import type { Clock } from '../clock.ts';
import type { FunctionResource } from '../deployment.ts';
import type { EnvironmentKeys, Surrounding } from './environment.ts';
import type { Startup } from './protocol.ts';

/** The variables of one environment: the function's own and those Lambda adds, the endpoint being the local AWS. */
export function variablesOf(
  lambda: FunctionResource,
  keys: EnvironmentKeys,
  around: Pick<Surrounding, 'region' | 'awsEndpoint'>,
  environmentId: string,
): Record<string, string> {
  return {
    ...lambda.environment,
    TZ: ':UTC',
    AWS_REGION: around.region,
    AWS_DEFAULT_REGION: around.region,
    AWS_ENDPOINT_URL: around.awsEndpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(lambda),
    AWS_LAMBDA_LOG_STREAM_NAME: environmentId,
    LAMBDA_TASK_ROOT: lambda.codePath,
  };
}

/** What the thread needs to load the handler and to fill the context object of each invocation. */
export function startupOf(lambda: FunctionResource, clock: Clock, environmentId: string): Startup {
  return {
    codePath: lambda.codePath,
    handler: lambda.handler,
    clockOffset: clock.offset,
    context: {
      functionName: lambda.name,
      invokedFunctionArn: lambda.arn,
      memoryLimitInMB: String(lambda.memoryMb),
      logGroupName: logGroupOf(lambda),
      logStreamName: environmentId,
    },
  };
}

function logGroupOf(lambda: FunctionResource): string {
  return `/aws/lambda/${lambda.name}`;
}
