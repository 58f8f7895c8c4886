import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import type { Door, Route } from '../../lambdas/route.ts';
import { routes } from '../../lambdas/routes.ts';
import type { FunctionName } from '../../lambdas/settings.ts';
import { pascalOf } from '../names.ts';
import type { WebStack } from '../stacks/web-stack.ts';
import type { RoomFunction } from './room-function.ts';

/** Doors behind which only staff with a token stand; all others are opened by the handlers themselves (DESIGN §5). */
export function isStaffDoor(door: Door): boolean {
  return door === 'marketer' || door === 'custodian';
}

/** The id of a route's construct: `GET v1 coupons {couponId}`. */
export function routeId(route: Route): string {
  return `${route.method}${route.path.replaceAll('/', ' ')}`;
}

/** Makes the routes that `lambdas/routes.ts` gives to this function, in the room's own stack (boundary.md A4). */
export function openRoutes(
  scope: Construct,
  web: WebStack,
  name: FunctionName,
  handler: RoomFunction,
): apigateway.HttpRoute[] {
  const id = `${pascalOf(name)}Integration`;
  const integration = new HttpLambdaIntegration(id, handler, { scopePermissionToRoute: false });
  return routes
    .filter(row => row.function === name)
    .map(
      route =>
        new apigateway.HttpRoute(scope, routeId(route), {
          httpApi: web.api,
          routeKey: apigateway.HttpRouteKey.with(route.path, apigateway.HttpMethod[route.method]),
          integration,
          ...(isStaffDoor(route.door) ? { authorizer: web.authorizer } : {}),
        }),
    );
}
