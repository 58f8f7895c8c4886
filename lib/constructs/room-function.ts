import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/settings.ts';
import { environmentOf, type OwnSetting } from '../environment.ts';
import type { House } from '../house.ts';
import { sayings, type Impact } from '../impacts.ts';
import { countCodes, countFailures } from './impact-alarm.ts';

/** A function of a room: which one, and whom it hurts when it fails. Timeout in seconds, memory in MB. */
export type RoomFunctionProps = {
  readonly function: FunctionName;
  readonly impact: Impact;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  readonly reservedConcurrency?: number | undefined;
  readonly settings?: Partial<Record<OwnSetting, string>>;
};

/**
 * A Lambda function with the manners of the house: the built bundle, its own role from the vault stack, exactly its
 * settings, a log that ends, and failures counted for an alarm that says whom they hurt. What the custodian's functions
 * journal about custody is counted as well.
 */
export class RoomFunction extends lambda.Function {
  constructor(scope: Construct, id: string, house: House, props: RoomFunctionProps) {
    const { names, stage, vault } = house;
    const logGroup = makeLogGroup(scope, `${id}Log`, names.logGroup(props.function), stage.logRetentionDays);
    super(scope, id, {
      functionName: names.function(props.function),
      description: props.impact.sentence,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: builtCode(house.assets, props.function),
      role: vault.roles[props.function].withoutPolicyUpdates(),
      environment: environmentOf(props.function, house.environment, props.settings),
      timeout: Duration.seconds(props.timeoutSeconds ?? 10),
      memorySize: props.memoryMb ?? 512,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      ...reserved(house, props.reservedConcurrency),
    });
    const log = { logGroup, namespace: names.metricNamespace };
    countFailures(scope, `${id}Failures`, { ...log, impact: props.impact });
    for (const saying of sayings) {
      const functions: readonly FunctionName[] = saying.functions;
      if (functions.includes(props.function)) {
        countCodes(scope, `${id}${saying.name}`, { ...log, impact: saying.impact, codes: saying.codes });
      }
    }
  }
}

function makeLogGroup(
  scope: Construct,
  id: string,
  logGroupName: string,
  days: logs.RetentionDays,
): logs.LogGroup {
  const removalPolicy = RemovalPolicy.DESTROY;
  return new logs.LogGroup(scope, id, { logGroupName, retention: days, removalPolicy });
}

function builtCode(assets: string, name: FunctionName): lambda.Code {
  const folder = join(assets, 'lambdas', name);
  if (!existsSync(join(folder, 'index.mjs'))) {
    throw new Error(`${name} is not built: ${folder} has no index.mjs. Run \`npm run build\` first.`);
  }
  return lambda.Code.fromAsset(folder);
}

/** An account with a limit of 10 concurrent executions refuses any reservation; there the route throttles stand alone. */
function reserved(
  { stage }: House,
  executions: number | undefined,
): Pick<lambda.FunctionProps, 'reservedConcurrentExecutions'> {
  const given = stage.concurrency.kind === 'reserved' && executions !== undefined;
  return given ? { reservedConcurrentExecutions: executions } : {};
}
