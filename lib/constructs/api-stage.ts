import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routes } from '../../lambdas/routes.ts';
import type { House } from '../house.ts';

/** Access log fields: the route's pattern, never the path (it holds link tokens) and never an address (D9). */
const loggedFields = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  bytes: '$context.responseLength',
};

/** The `$default` stage: every route with its own throttle, so that a flood on one does not starve another. */
export class ApiStage extends Construct {
  readonly stage: CfnStage;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: house.names.accessLogGroup,
      retention: house.stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new CfnStage(this, 'Stage', {
      apiId: house.web.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: `arn:aws:logs:${region}:${account}:log-group:${log.logGroupName}`,
        format: JSON.stringify(loggedFields),
      },
      defaultRouteSettings: {
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
        detailedMetricsEnabled: false,
      },
      routeSettings: Object.fromEntries(
        routes.map(route => [`${route.method} ${route.path}`, throttle(route.ratePerSecond, route.burst)]),
      ),
    });
  }
}

/** A route's settings do not inherit what they leave out of the default's, so each states all (boundary.md A5). */
function throttle(ratePerSecond: number, burst: number) {
  return { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: false };
}
