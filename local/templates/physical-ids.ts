import { createHash } from 'node:crypto';

/** What a physical id is made from: where the resource stands, the name its template may give, and the local ports. */
export type Naming = {
  readonly type: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly account: string;
  readonly region: string;
  readonly awsPort: number;
  /** The resolved text of one property, undefined when the template leaves it to AWS. */
  readonly given: (property: string) => string | undefined;
};

/** What `Ref` answers for a resource, and what `Fn::GetAtt` answers by attribute name. */
export type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** Names a resource as CloudFormation would, but stably: `<stack>-<logicalId>` wherever AWS would invent a name. */
export function identify(naming: Naming): Identity {
  const make = identities[naming.type];
  if (make !== undefined) {
    return make(naming, `${naming.stack}-${naming.logicalId}`);
  }
  const ref = `${naming.stack}-${naming.logicalId}`;
  return { ref, attributes: { Arn: `arn:aws:local:${naming.region}:${naming.account}:${ref}`, Id: ref } };
}

type Make = (naming: Naming, generated: string) => Identity;

const identities: Readonly<Record<string, Make>> = {
  'AWS::DynamoDB::Table': (n, generated) =>
    byName(n.given('TableName') ?? generated, name => arn(n, 'dynamodb', `table/${name}`)),
  'AWS::KMS::Key': n => {
    const id = uuidOf(n);
    return { ref: id, attributes: { Arn: arn(n, 'kms', `key/${id}`), KeyId: id } };
  },
  'AWS::KMS::Alias': (n, generated) => ({
    ref: n.given('AliasName') ?? `alias/${generated}`,
    attributes: {},
  }),
  'AWS::SQS::Queue': (n, generated) => {
    const name = n.given('QueueName') ?? generated;
    const url = `http://127.0.0.1:${n.awsPort}/${n.account}/${name}`;
    return { ref: url, attributes: { Arn: arn(n, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::SecretsManager::Secret': (n, generated) => {
    const secretArn = arn(
      n,
      'secretsmanager',
      `secret:${n.given('Name') ?? generated}-${digest(n).slice(0, 6)}`,
    );
    return { ref: secretArn, attributes: { Id: secretArn, Arn: secretArn } };
  },
  'AWS::IAM::Role': (n, generated) =>
    byName(
      n.given('RoleName') ?? generated,
      name => `arn:aws:iam::${n.account}:role${n.given('Path') ?? '/'}${name}`,
      {
        RoleId: `AROA${digest(n).slice(0, 17).toUpperCase()}`,
      },
    ),
  'AWS::IAM::ManagedPolicy': (n, generated) => {
    const policyArn = `arn:aws:iam::${n.account}:policy${n.given('Path') ?? '/'}${n.given('ManagedPolicyName') ?? generated}`;
    return { ref: policyArn, attributes: { PolicyArn: policyArn } };
  },
  'AWS::Lambda::Function': (n, generated) =>
    byName(n.given('FunctionName') ?? generated, name => arn(n, 'lambda', `function:${name}`)),
  'AWS::Logs::LogGroup': (n, generated) =>
    byName(n.given('LogGroupName') ?? generated, name => `${arn(n, 'logs', `log-group:${name}`)}:*`),
  'AWS::S3::Bucket': (n, generated) => {
    const name = (n.given('BucketName') ?? generated).toLowerCase();
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${n.region}.amazonaws.com`,
      },
    };
  },
  'AWS::ApiGatewayV2::Api': n => {
    const id = digest(n).slice(0, 10);
    return {
      ref: id,
      attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${n.region}.amazonaws.com` },
    };
  },
  'AWS::ApiGatewayV2::Stage': n => ({ ref: n.given('StageName') ?? '$default', attributes: {} }),
  'AWS::ApiGatewayV2::Authorizer': n => ({
    ref: digest(n).slice(0, 6),
    attributes: { AuthorizerId: digest(n).slice(0, 6) },
  }),
  'AWS::CloudFront::Distribution': n => {
    const id = `E${digest(n).slice(0, 13).toUpperCase()}`;
    return { ref: id, attributes: { Id: id, DomainName: `d${digest(n).slice(0, 13)}.cloudfront.net` } };
  },
  'AWS::CloudFront::Function': (n, generated) => {
    const functionArn = `arn:aws:cloudfront::${n.account}:function/${n.given('Name') ?? generated}`;
    return {
      ref: functionArn,
      attributes: { FunctionARN: functionArn, 'FunctionMetadata.FunctionARN': functionArn },
    };
  },
  'AWS::Cognito::UserPool': n => {
    const id = `${n.region}_${digest(n).slice(0, 9)}`;
    const provider = `cognito-idp.${n.region}.amazonaws.com/${id}`;
    return {
      ref: id,
      attributes: {
        Arn: arn(n, 'cognito-idp', `userpool/${id}`),
        UserPoolId: id,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': n => ({
    ref: digest(n).slice(0, 26),
    attributes: { ClientId: digest(n).slice(0, 26) },
  }),
  'AWS::Cognito::UserPoolDomain': (n, generated) => ({ ref: n.given('Domain') ?? generated, attributes: {} }),
  'AWS::SNS::Topic': (n, generated) => {
    const name = n.given('TopicName') ?? generated;
    return { ref: arn(n, 'sns', name), attributes: { TopicArn: arn(n, 'sns', name), TopicName: name } };
  },
  'AWS::Scheduler::Schedule': (n, generated) =>
    byName(n.given('Name') ?? generated, name =>
      arn(n, 'scheduler', `schedule/${n.given('GroupName') ?? 'default'}/${name}`),
    ),
  'AWS::Scheduler::ScheduleGroup': (n, generated) =>
    byName(n.given('Name') ?? generated, name => arn(n, 'scheduler', `schedule-group/${name}`)),
  'AWS::CloudTrail::Trail': (n, generated) =>
    byName(n.given('TrailName') ?? generated, name => arn(n, 'cloudtrail', `trail/${name}`)),
  'AWS::CloudWatch::Alarm': (n, generated) =>
    byName(n.given('AlarmName') ?? generated, name => arn(n, 'cloudwatch', `alarm:${name}`)),
};

function byName(
  name: string,
  arnOf: (name: string) => string,
  more: Readonly<Record<string, string>> = {},
): Identity {
  return { ref: name, attributes: { Arn: arnOf(name), ...more } };
}

function arn(naming: Naming, service: string, resource: string): string {
  return `arn:aws:${service}:${naming.region}:${naming.account}:${resource}`;
}

function digest(naming: Naming): string {
  return createHash('sha256').update(`${naming.stack}/${naming.logicalId}`).digest('hex');
}

function uuidOf(naming: Naming): string {
  const hex = digest(naming);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
