import type { PolicySet } from '../../policy/request.ts';
import type { Authorizer, PoliciesInForce } from './authorize/authorizer.ts';
import { makeCognitoAccessReader } from './authorize/cognito-idp.ts';
import { makeDynamoDbAccessReader } from './authorize/dynamodb.ts';
import { makeIamAccessReader } from './authorize/iam.ts';
import { makeKmsAccessReader } from './authorize/kms.ts';
import { makeLogsAccessReader } from './authorize/logs.ts';
import { makeSecretsAccessReader } from './authorize/secrets.ts';
import { snsAccesses } from './authorize/sns.ts';
import { makeS3AccessReader } from './authorize/s3.ts';
import { makeSqsAccessReader } from './authorize/sqs.ts';
import { stsAccesses } from './authorize/sts.ts';
import type { Engines } from './engines.ts';
import type { Service } from './front.ts';
import { withDiscretion } from './s3/discretion.ts';
import type { AwsDeployment } from './world.ts';

/** The services behind the door, by the name in the signature's credential scope. */
export function servicesOf(
  engines: Engines,
  deployment: AwsDeployment,
  authorize: Authorizer,
): Readonly<Record<string, Service>> {
  const { account, region } = deployment;
  const tables = new Map(deployment.tables.map(table => [table.name, table]));
  const dynamodb = makeDynamoDbAccessReader({
    arnPrefix: `arn:aws:dynamodb:${region}:${account}:table/`,
    hashKeyOf: (name, index) => (tables.has(name) ? engines.dynamodb.keysOf(name, index)[0] : undefined),
  });
  const s3 = withDiscretion(
    engines.s3,
    ({ session, nowMs }, action, resource) =>
      authorize(session, { action, resource, context: {} }, nowMs).allowed,
  );
  return {
    dynamodb: { engine: engines.dynamodb, accesses: dynamodb },
    kms: { engine: engines.kms, accesses: makeKmsAccessReader(engines.keys) },
    sns: { engine: engines.sns, accesses: snsAccesses },
    sts: { engine: engines.sts, accesses: stsAccesses },
    iam: { engine: engines.iam, accesses: makeIamAccessReader(engines.roles) },
    secretsmanager: { engine: engines.secrets, accesses: makeSecretsAccessReader(engines.secrets) },
    s3: { engine: s3, accesses: makeS3AccessReader(engines.s3) },
    'cognito-idp': {
      engine: engines.cognito,
      accesses: makeCognitoAccessReader(`arn:aws:cognito-idp:${region}:${account}:`, deployment.signIn),
    },
    logs: { engine: engines.logs, accesses: makeLogsAccessReader(`arn:aws:logs:${region}:${account}:`) },
    sqs: { engine: engines.sqs, accesses: makeSqsAccessReader(`arn:aws:sqs:${region}:${account}:`) },
  };
}

/** The policies as the engines hold them at this moment. */
export function policiesOf(engines: Engines): PoliciesInForce {
  return {
    identityOf: roleArn => {
      const role = engines.roles.byArn(roleArn);
      const documents = role?.policies.map(policy => policy.document) ?? [];
      return role?.boundary === undefined ? { documents } : { documents, boundary: role.boundary };
    },
    guardOf: access => guards[access.action.split(':')[0] ?? '']?.(engines, access.resource),
  };
}

type Guard = PolicySet['resource'] | undefined;

/** By the service of the action: a role's trust guards being assumed, not being edited. */
const guards: Readonly<Record<string, (engines: Engines, arn: string) => Guard>> = {
  sts: ({ roles }, arn) => {
    const role = roles.byArn(arn);
    return role === undefined ? undefined : { kind: 'trust', document: role.trust };
  },
  kms: ({ keys }, arn) => (arn === '*' ? undefined : { kind: 'key', document: keys.find(arn).policy }),
  dynamodb: ({ dynamodb }, arn) => asResource(dynamodb.policyOf(arn)),
  secretsmanager: ({ secrets }, arn) => asResource(secrets.policyOf(arn)),
  s3: ({ s3 }, arn) => asResource(s3.policyOf(arn)),
  sqs: ({ queues }, arn) => asResource(queues.policyOf(arn)),
};

function asResource(document: NonNullable<Guard>['document'] | undefined): Guard {
  return document === undefined ? undefined : { kind: 'resource', document };
}
