import * as z from 'zod';
import type { BehaviourResource, EdgeResource } from '../deployment.ts';
import { type Resources, readProperties } from './resources.ts';
import { readResponseHeaders } from './response-headers.ts';
import { TemplateProblem } from './template-problem.ts';

const behaviourSchema = z.object({
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: z.array(z.object({ EventType: z.string(), FunctionARN: z.string() })).default([]),
});

const originSchema = z.object({
  Id: z.string(),
  DomainName: z.string(),
  OriginCustomHeaders: z.array(z.object({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
});

const distributionSchema = z.object({
  DistributionConfig: z.object({
    Aliases: z.array(z.string()).default([]),
    Origins: z.array(originSchema),
    DefaultCacheBehavior: behaviourSchema,
    CacheBehaviors: z.array(behaviourSchema.extend({ PathPattern: z.string() })).default([]),
    DefaultRootObject: z.string().default(''),
    CustomErrorResponses: z
      .array(
        z.object({
          ErrorCode: z.coerce.number(),
          ResponseCode: z.coerce.number().optional(),
          ResponsePagePath: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

const functionSchema = z.object({ FunctionCode: z.string() });

type Behaviour = z.infer<typeof behaviourSchema> & { readonly PathPattern?: string };
type Config = z.infer<typeof distributionSchema>['DistributionConfig'];

/** The distribution as the gateway plays it; the origin whose host is the HTTP API's is `api`, any other `pages`. */
export function readEdge(resources: Resources, apiDomain: string): EdgeResource {
  const [distribution, ...more] = resources.ofType('AWS::CloudFront::Distribution');
  if (distribution === undefined || more.length > 0) {
    throw new TemplateProblem('The templates', 'must hold exactly one CloudFront distribution');
  }
  const config = readProperties(distributionSchema, distribution).DistributionConfig;
  const api = config.Origins.find(origin => origin.DomainName === apiDomain);
  const behaviours: readonly Behaviour[] = [
    ...config.CacheBehaviors,
    { ...config.DefaultCacheBehavior, PathPattern: '*' },
  ];
  return {
    domains: [distribution.attributes['DomainName'] ?? '', ...config.Aliases],
    defaultRootObject: config.DefaultRootObject,
    originHeaders: Object.fromEntries(
      (api?.OriginCustomHeaders ?? []).map(header => [header.HeaderName.toLowerCase(), header.HeaderValue]),
    ),
    viewerRequestCode: Object.fromEntries(
      resources
        .ofType('AWS::CloudFront::Function')
        .map(resource => [
          resource.attributes['FunctionARN'] ?? '',
          readProperties(functionSchema, resource).FunctionCode,
        ]),
    ),
    behaviours: behaviours.map(behaviour => readBehaviour(behaviour, api?.Id, resources)),
    errorPages: readErrorPages(config),
  };
}

function readBehaviour(
  behaviour: Behaviour,
  apiOriginId: string | undefined,
  resources: Resources,
): BehaviourResource {
  const viewerRequest = behaviour.FunctionAssociations.find(
    association => association.EventType === 'viewer-request',
  );
  const other = behaviour.FunctionAssociations.find(
    association => association.EventType !== 'viewer-request',
  );
  if (other !== undefined) {
    throw new TemplateProblem(
      'The distribution',
      `has a function at ${other.EventType}; only viewer-request is played`,
    );
  }
  return {
    pathPattern: behaviour.PathPattern ?? '*',
    origin: behaviour.TargetOriginId === apiOriginId ? 'api' : 'pages',
    allowedMethods: behaviour.AllowedMethods,
    passesViewer: behaviour.OriginRequestPolicyId !== undefined,
    responseHeaders: readResponseHeaders(resources, behaviour.ResponseHeadersPolicyId),
    ...(viewerRequest && { viewerRequestFunction: viewerRequest.FunctionARN }),
  };
}

function readErrorPages(config: Config): EdgeResource['errorPages'] {
  return config.CustomErrorResponses.flatMap(response =>
    response.ResponsePagePath === undefined
      ? []
      : [
          {
            status: response.ErrorCode,
            answerStatus: response.ResponseCode ?? response.ErrorCode,
            path: response.ResponsePagePath,
          },
        ],
  );
}
