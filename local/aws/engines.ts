import type { Clock } from '../clock.ts';
import { resolveSecretReferences } from '../templates/secret-references.ts';
import type { CallerRegistry } from './caller.ts';
import type { Carrier } from './carrier.ts';
import { makeDirectory, type Directory } from './cognito/directory.ts';
import { makeCognito } from './cognito/engine.ts';
import type { Engine } from './engine.ts';
import { openDynamoDb, type DynamoDb } from './dynamodb/engine.ts';
import { openForwardedDynamoDb } from './dynamodb/forward.ts';
import { makeIam } from './iam.ts';
import { makeKms } from './kms/engine.ts';
import { makeKeyBook, type KeyBook } from './kms/keys.ts';
import { makeLogs } from './logs/engine.ts';
import { makeEventLog, type EventLog } from './logs/event-log.ts';
import { makeRoleBook, type RoleBook } from './roles.ts';
import { makeS3, type S3 } from './s3/engine.ts';
import { makeSecrets, type Secrets } from './secrets/engine.ts';
import { makeSns } from './sns.ts';
import { makeSqs } from './sqs/engine.ts';
import { makeQueues, type Queues } from './sqs/queues.ts';
import { makeSts } from './sts.ts';
import type { AwsDeployment } from './world.ts';

/** The engines of one local AWS and the books they share. */
export type Engines = {
  readonly dynamodb: DynamoDb;
  readonly kms: Engine;
  readonly keys: KeyBook;
  readonly sns: Engine;
  readonly sts: Engine;
  readonly iam: Engine;
  readonly roles: RoleBook;
  readonly secrets: Secrets;
  readonly s3: S3;
  readonly sqs: Engine;
  readonly queues: Queues;
  readonly cognito: Engine;
  readonly directory: Directory;
  readonly logs: Engine;
  readonly events: EventLog;
};

/** What engines are built from; `origin` is the endpoint, known only once the door listens. */
export type EngineParts = {
  readonly deployment: AwsDeployment;
  readonly clock: Clock;
  readonly callers: CallerRegistry;
  readonly carrier: Carrier;
  readonly origin: string;
};

/** Builds what is deployed. `LOCAL_DYNAMODB_ENDPOINT` puts another DynamoDB engine behind the same door. */
export async function openEngines(parts: EngineParts): Promise<Engines> {
  const { deployment, clock, callers, carrier } = parts;
  const nowMs = clock.now();
  const keys = makeKeyBook(deployment.keys, nowMs);
  const secrets = makeSecrets(deployment.secrets, deployment.rotations ?? [], clock.now);
  const roles = makeRoleBook(deployment.roles);
  deployRoles(roles, secrets);
  const feeding = new Set(deployment.eventSources.map(source => source.queueArn));
  const queues = makeQueues(deployment.queues, clock, parts.origin, feeding);
  const directory = makeDirectory(deployment.signIn, nowMs);
  const events = makeEventLog();
  const elsewhere = process.env['LOCAL_DYNAMODB_ENDPOINT'];
  const { tables, account, region } = deployment;
  const dynamodb =
    elsewhere === undefined || elsewhere === ''
      ? await openDynamoDb(tables, account, region)
      : await openForwardedDynamoDb(elsewhere, tables);
  return {
    dynamodb,
    keys,
    kms: makeKms(keys),
    sns: makeSns(carrier),
    sts: makeSts(callers, roles),
    roles,
    iam: makeIam(roles),
    secrets,
    s3: makeS3(deployment.buckets),
    queues,
    sqs: makeSqs(queues),
    cognito: makeCognito(directory),
    directory,
    logs: makeLogs(events, deployment.trailLogGroup, region),
    events,
  };
}

/** Puts the roles to what the templates say, with the login epoch and other secret values filled in. */
export function deployRoles(roles: RoleBook, secrets: Secrets): void {
  roles.deploy(document => resolveSecretReferences(document, id => secrets.value(id)));
}
