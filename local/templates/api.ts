import * as z from 'zod';
import type { ApiResource, FunctionResource, RouteResource, SignInResource } from '../deployment.ts';
import { type Resource, type Resources, readProperties } from './resources.ts';
import { TemplateProblem } from './template-problem.ts';

const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});

const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

const authorizerSchema = z.object({
  AuthorizerType: z.literal('JWT'),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()) }),
});

const throttleSchema = z.object({
  ThrottlingRateLimit: z.coerce.number().optional(),
  ThrottlingBurstLimit: z.coerce.number().optional(),
});

const stageSchema = z.object({
  DefaultRouteSettings: throttleSchema.default({}),
  RouteSettings: z.record(z.string(), throttleSchema).default({}),
});

const permissionSchema = z.object({ FunctionName: z.string(), Principal: z.string() });

type StageSettings = z.infer<typeof stageSchema>;

/** The routes of the HTTP API with function, throttle and authorizer; refuses a route API Gateway may not invoke. */
export function readRoutes(
  resources: Resources,
  functions: readonly FunctionResource[],
): readonly RouteResource[] {
  const stage = resources
    .ofType('AWS::ApiGatewayV2::Stage')
    .map(resource => readProperties(stageSchema, resource))[0];
  const invocable = new Set(
    resources
      .ofType('AWS::Lambda::Permission')
      .map(resource => readProperties(permissionSchema, resource))
      .filter(permission => permission.Principal === 'apigateway.amazonaws.com')
      .map(permission => permission.FunctionName),
  );
  return resources.ofType('AWS::ApiGatewayV2::Route').map(resource => {
    const route = readProperties(routeSchema, resource);
    const lambda = functionBehind(route.Target, resources, functions, resource);
    if (!invocable.has(lambda.arn) && !invocable.has(lambda.name)) {
      throw new TemplateProblem(resource.place, `API Gateway has no permission to invoke ${lambda.name}`);
    }
    return {
      routeKey: route.RouteKey,
      functionArn: lambda.arn,
      ...jwtOf(route, resources, resource),
      ...throttleOf(route.RouteKey, stage),
    };
  });
}

/** The HTTP API itself; the templates must hold exactly one. */
export function readApi(resources: Resources): ApiResource {
  const [api, ...more] = resources.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined || more.length > 0) {
    throw new TemplateProblem(
      'The templates',
      `hold ${more.length + (api ? 1 : 0)} HTTP APIs instead of one`,
    );
  }
  return { id: api.ref, domainName: (api.attributes['ApiEndpoint'] ?? '').replace('https://', '') };
}

const clientSchema = z.object({ UserPoolId: z.string() });
const poolSchema = z.object({ UserPoolTags: z.record(z.string(), z.string()).default({}) });

/** The user pool and its first client; undefined when the templates have none. */
export function readSignIn(resources: Resources): SignInResource | undefined {
  const client = resources.ofType('AWS::Cognito::UserPoolClient')[0];
  if (client === undefined) {
    return undefined;
  }
  const { UserPoolId } = readProperties(clientSchema, client);
  const pool = resources.ofType('AWS::Cognito::UserPool').find(({ ref }) => ref === UserPoolId);
  if (pool === undefined) {
    throw new TemplateProblem(client.place, 'its user pool is not in the templates');
  }
  return {
    poolId: UserPoolId,
    poolArn: pool.attributes['Arn'] ?? '',
    poolTags: readProperties(poolSchema, pool).UserPoolTags,
    issuer: `https://cognito-idp.${client.stack.region}.amazonaws.com/${UserPoolId}`,
    clientId: client.ref,
  };
}

function functionBehind(
  target: string,
  resources: Resources,
  functions: readonly FunctionResource[],
  route: Resource,
): FunctionResource {
  const id = target.replace(/^integrations\//, '');
  const integration = resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .find(candidate => candidate.ref === id);
  if (integration === undefined) {
    throw new TemplateProblem(route.place, `its integration ${id} is not in the templates`);
  }
  const uri = readProperties(integrationSchema, integration).IntegrationUri;
  const found = functions.find(lambda => uri === lambda.arn || uri.includes(`/functions/${lambda.arn}/`));
  if (found === undefined) {
    throw new TemplateProblem(integration.place, 'its function is not in the templates');
  }
  return found;
}

function jwtOf(
  route: z.infer<typeof routeSchema>,
  resources: Resources,
  resource: Resource,
): Pick<RouteResource, 'jwt'> {
  if (route.AuthorizationType === 'NONE') {
    return {};
  }
  if (route.AuthorizationScopes.length > 0) {
    throw new TemplateProblem(resource.place, 'asks for token scopes, which the local issuer does not give');
  }
  const authorizer = resources
    .ofType('AWS::ApiGatewayV2::Authorizer')
    .find(candidate => candidate.ref === route.AuthorizerId);
  if (authorizer === undefined) {
    throw new TemplateProblem(resource.place, 'its authorizer is not in the templates');
  }
  const { JwtConfiguration } = readProperties(authorizerSchema, authorizer);
  return { jwt: { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience } };
}

function throttleOf(routeKey: string, stage: StageSettings | undefined): Pick<RouteResource, 'throttle'> {
  // A route's own settings do not inherit what they leave out from the default ones (reference boundary.md A5).
  const settings = stage?.RouteSettings[routeKey] ?? stage?.DefaultRouteSettings;
  if (settings?.ThrottlingRateLimit === undefined || settings.ThrottlingBurstLimit === undefined) {
    return {};
  }
  return { throttle: { ratePerSecond: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit } };
}
