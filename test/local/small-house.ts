import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System, type SystemRequest } from '../../local/system.ts';

/** Resources of a template by logical id. */
export type Template = Record<
  string,
  { readonly Type: string; readonly Properties: Record<string, unknown> }
>;

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

const allow = (Action: unknown, Resource: unknown) => ({
  PolicyName: 'Rights',
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
});

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

const role = (name: string, service: string, ...Policies: unknown[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: name, AssumeRolePolicyDocument: trust(service), Policies },
});

const lambda = (name: string, hash: string, more: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: arnOf('FunctionRole'),
    Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` },
    Timeout: 2,
    MemorySize: 128,
    Environment: {
      Variables: { ORIGIN: { 'Fn::Sub': 'https://${Edge.DomainName}' }, TABLE: { Ref: 'Table' } },
    },
    ...more,
  },
});

const route = (routeKey: string, more: Record<string, unknown> = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: routeKey,
    Target: { 'Fn::Sub': 'integrations/${Integration}' },
    ...more,
  },
});

const edgeCode = `function handler(event) {
  var request = event.request;
  if (request.uri === '/old') return { statusCode: 301, headers: { location: { value: '/new' } } };
  request.headers['x-viewer-ip'] = { value: event.viewer.ip };
  request.headers['x-viewer-host'] = { value: request.headers.host.value };
  return request;
}`;

/** A template with one of everything that the gateway, the events and the controls follow. */
export function template(): Template {
  return {
    FunctionRole: role(
      'small-function',
      'lambda.amazonaws.com',
      allow(['sqs:*', 'dynamodb:*'], [arnOf('Work'), arnOf('Table')]),
    ),
    ScheduleRole: role(
      'small-schedule',
      'scheduler.amazonaws.com',
      allow('lambda:InvokeFunction', arnOf('Tick')),
    ),
    Probe: lambda('small-probe', 'probe'),
    Worker: lambda('small-worker', 'worker'),
    Tick: lambda('small-tick', 'tick'),
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        GenerateSecretString: {
          SecretStringTemplate: '{}',
          GenerateStringKey: 'edge',
          ExcludePunctuation: true,
        },
      },
    },
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'small-work',
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 2 },
      },
    },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'small-dead' } },
    Feed: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arnOf('Work'),
        FunctionName: { Ref: 'Worker' },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        Target: {
          Arn: arnOf('Tick'),
          RoleArn: arnOf('ScheduleRole'),
          Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        },
      },
    },
    ...api(),
    ...edge(),
  };
}

function api(): Template {
  return {
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        AuthorizerType: 'JWT',
        JwtConfiguration: {
          Issuer: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
          Audience: [{ Ref: 'Client' }],
        },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Probe'),
        PayloadFormatVersion: '2.0',
      },
    },
    Invoke: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Probe'),
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Open: route('POST /v1/things/{thingId}/parts/{partId}'),
    Fixed: route('POST /v1/things/public/parts/{partId}'),
    Look: route('GET /v1/look'),
    Slow: route('GET /v1/slow'),
    Closed: route('GET /v1/closed', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } }),
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        StageName: '$default',
        RouteSettings: { 'GET /v1/slow': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 3 } },
      },
    },
  };
}

function edge(): Template {
  const toFunction = [
    { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['EdgeFunction', 'FunctionARN'] } },
  ];
  return {
    EdgeFunction: {
      Type: 'AWS::CloudFront::Function',
      Properties: { Name: 'small-edge', FunctionCode: edgeCode },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: { SecurityHeadersConfig: { ContentTypeOptions: { Override: true } } },
      },
    },
    Edge: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          DefaultRootObject: 'index.html',
          Origins: [
            {
              Id: 'api',
              DomainName: {
                'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
              },
              OriginCustomHeaders: [
                {
                  HeaderName: 'x-mogiri-edge',
                  HeaderValue: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:edge::}}' },
                },
              ],
            },
            { Id: 'pages', DomainName: 'pages.s3.amazonaws.com' },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'pages',
            ResponseHeadersPolicyId: { Ref: 'Headers' },
            FunctionAssociations: toFunction,
          },
          CacheBehaviors: [
            {
              PathPattern: '/v1/*',
              TargetOriginId: 'api',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              ResponseHeadersPolicyId: { Ref: 'Headers' },
              FunctionAssociations: toFunction,
            },
          ],
        },
      },
    },
  };
}

/** The bundles of the small house's functions: what an HTTP, a queue and a schedule event can ask of a handler. */
const bundles = {
  probe: `export const handler = async (event, context) => {
    const wish = event.queryStringParameters ?? {};
    console.log('probe ' + event.routeKey);
    if (wish.do === 'throw') throw new Error('thrown on purpose');
    if (wish.do === 'hang') await new Promise(resolve => setTimeout(resolve, 60_000));
    if (wish.do === 'exit') process.exit(1);
    if (wish.do === 'simple') return { plain: true };
    if (wish.do === 'wrong') return { statusCode: 'many' };
    if (wish.do === 'cookies') return { statusCode: 201, headers: { 'X-Made': 'yes' }, cookies: ['a=1; Path=/', 'b=2'], body: '' };
    if (wish.do === 'base64') return { statusCode: 200, headers: { 'content-type': 'image/png' }, isBase64Encoded: true, body: 'AAEC' };
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ event, origin: process.env.ORIGIN }) };
  };`,
  worker: `const tries = {};
  export const handler = async event => {
    console.log('batch ' + event.Records.length);
    const failed = [];
    for (const record of event.Records) {
      console.log('work ' + record.body + ' ' + record.attributes.ApproximateReceiveCount);
      if (record.body === 'poison') failed.push({ itemIdentifier: record.messageId });
      if (record.body === 'throw') throw new Error('batch refused');
    }
    return { batchItemFailures: failed };
  };`,
  tick: `export const handler = async event => { console.log('tick ' + JSON.stringify(event)); };`,
};

/** Writes the small house as a cloud assembly with its pages into a new folder; `more` replaces bundles. */
export function writeSmallHouse(more: Partial<typeof bundles> = {}): {
  readonly cloudAssembly: string;
  readonly pagesDir: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'mogiri-house-'));
  const put = (path: string, content: unknown): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const files = Object.keys(bundles).map(hash => [hash, { source: { path: `asset.${hash}` } }] as const);
  put('manifest.json', {
    artifacts: {
      small: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/ap-northeast-1',
        properties: { templateFile: 'small.template.json' },
      },
    },
  });
  put('small.template.json', { Resources: template() });
  put('small.assets.json', { files: Object.fromEntries(files) });
  Object.entries({ ...bundles, ...more }).forEach(([hash, source]) => put(`asset.${hash}/index.mjs`, source));
  put('pages/index.html', `<!doctype html><title>home</title>${' '.repeat(2000)}`);
  put('pages/assets/app.js', 'export {};');
  return {
    cloudAssembly: folder,
    pagesDir: join(folder, 'pages'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the small house on free ports; `close` also removes its files. */
export async function startSmallHouse(
  more: Partial<SystemRequest> = {},
  planted: Partial<typeof bundles> = {},
): Promise<System> {
  const house = writeSmallHouse(planted);
  const system = await startSystem({ ...house, stage: 'small', pulse: 'manual', ...more });
  const close = async (): Promise<void> => {
    await system.close();
    house.remove();
  };
  return { ...system, close };
}
