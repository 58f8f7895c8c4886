import { edge, type Template } from './small-edge.ts';

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
    Still: route('GET /v1/still'),
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
