import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { PolicyDocument } from '../../policy/request.ts';
import type { SecretResource } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { Body, Call, Engine } from './engine.ts';
import { listAt, requiredText, textAt } from './fields.ts';

/** One version of a secret's value; `stages` as in Secrets Manager (AWSCURRENT, AWSPENDING, AWSPREVIOUS, …). */
type Version = {
  readonly id: string;
  readonly value: string;
  readonly createdAtMs: number;
  stages: string[];
};

type Secret = {
  readonly arn: string;
  readonly name: string;
  readonly policy?: PolicyDocument;
  versions: Version[];
};

/** Secrets Manager, and in-process reading for what CloudFormation would resolve. */
export type Secrets = Engine & {
  /** The AWSCURRENT value of a secret by ARN or name. */
  value(id: string): string;
  /** The whole ARN a call means, by ARN, ARN without suffix, or name. */
  arnOf(id: string): string;
  policyOf(arn: string): PolicyDocument | undefined;
  names(): readonly string[];
};

/** Makes the deployed secrets, each with a generated first value. */
export function makeSecrets(resources: readonly SecretResource[], nowMs: number): Secrets {
  let secrets = resources.map(resource => newSecret(resource, nowMs));
  const find = (id: string): Secret => {
    const found = secrets.find(
      secret => secret.arn === id || secret.name === id || secret.arn.startsWith(`${id}-`),
    );
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  return {
    handle: async (operation, body, call) => {
      const run = operations[operation];
      if (run === undefined)
        throw new AwsError('UnknownOperationException', 'Not an operation of the local Secrets Manager');
      return { body: run(find(requiredText(body, 'SecretId')), body, call) };
    },
    value: id => versionAt(find(id), 'AWSCURRENT').value,
    arnOf: id => find(id).arn,
    policyOf: arn => secrets.find(secret => secret.arn === arn)?.policy,
    names: () => secrets.map(secret => secret.name),
    snapshot: async () => secrets.map(({ arn, versions }) => ({ arn, versions })),
    restore: async state => {
      const saved = state as readonly Pick<Secret, 'arn' | 'versions'>[];
      secrets = secrets.map(secret => ({
        ...secret,
        versions: saved.find(old => old.arn === secret.arn)?.versions ?? secret.versions,
      }));
    },
  };
}

const operations: Readonly<Record<string, (secret: Secret, body: Body, call: Call) => Body>> = {
  GetSecretValue: (secret, body) => {
    const version = versionAt(secret, textAt(body, 'VersionStage'), textAt(body, 'VersionId'));
    return {
      ...identityOf(secret),
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: version.stages,
      CreatedDate: version.createdAtMs / 1000,
    };
  },
  DescribeSecret: secret => ({
    ...identityOf(secret),
    VersionIdsToStages: Object.fromEntries(secret.versions.map(version => [version.id, version.stages])),
    CreatedDate: (secret.versions[0]?.createdAtMs ?? 0) / 1000,
  }),
  PutSecretValue: (secret, body, call) => {
    const id = textAt(body, 'ClientRequestToken') ?? randomUUID();
    const stages = listAt(body, 'VersionStages').map(String);
    return putVersion(secret, id, requiredText(body, 'SecretString'), stages, call.nowMs);
  },
  UpdateSecretVersionStage: (secret, body) => {
    const stage = requiredText(body, 'VersionStage');
    const from = textAt(body, 'RemoveFromVersionId');
    const to = textAt(body, 'MoveToVersionId');
    const holder = secret.versions.find(version => version.stages.includes(stage));
    if (holder !== undefined && to !== undefined && holder.id !== from && holder.id !== to) {
      throw new AwsError('InvalidParameterException', 'The staging label is attached to another version');
    }
    if (to === undefined) detach(secret, stage);
    else attach(secret, to, stage);
    return identityOf(secret);
  },
};

function putVersion(
  secret: Secret,
  id: string,
  value: string,
  asked: readonly string[],
  nowMs: number,
): Body {
  const stages = asked.length === 0 ? ['AWSCURRENT'] : asked;
  const known = secret.versions.find(version => version.id === id);
  if (known !== undefined && known.value !== value) {
    throw new AwsError('ResourceExistsException', 'A version with that token already has another value');
  }
  if (known === undefined) secret.versions.push({ id, value, createdAtMs: nowMs, stages: [] });
  for (const stage of stages) attach(secret, id, stage);
  return { ...identityOf(secret), VersionId: id, VersionStages: stages };
}

function attach(secret: Secret, id: string, stage: string): void {
  const target = secret.versions.find(version => version.id === id);
  if (target === undefined)
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the version.");
  const holder = secret.versions.find(version => version.stages.includes(stage));
  if (holder === target) return;
  detach(secret, stage);
  target.stages.push(stage);
  if (stage === 'AWSCURRENT' && holder !== undefined) attach(secret, holder.id, 'AWSPREVIOUS');
}

function detach(secret: Secret, stage: string): void {
  for (const version of secret.versions) version.stages = version.stages.filter(name => name !== stage);
}

function versionAt(secret: Secret, stage: string | undefined, id?: string): Version {
  const wanted = stage ?? (id === undefined ? 'AWSCURRENT' : undefined);
  const found = secret.versions.find(
    version =>
      (id === undefined || version.id === id) && (wanted === undefined || version.stages.includes(wanted)),
  );
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
}

function identityOf(secret: Secret): Body {
  return { ARN: secret.arn, Name: secret.name };
}

function newSecret(resource: SecretResource, nowMs: number): Secret {
  const generated = generatedText(resource);
  const value =
    resource.generateKey === undefined
      ? generated
      : JSON.stringify({ ...JSON.parse(resource.template ?? '{}'), [resource.generateKey]: generated });
  return {
    arn: resource.arn,
    name: resource.name,
    ...(resource.resourcePolicy === undefined ? {} : { policy: resource.resourcePolicy }),
    versions: [{ id: randomUUID(), value, createdAtMs: nowMs, stages: ['AWSCURRENT'] }],
  };
}

function generatedText(resource: SecretResource): string {
  if (resource.excludePunctuation)
    return randomBytes(256).toString('base64').replace(/[+/=]/g, '').slice(0, resource.passwordLength);
  const punctuation = '!#$%&()*+,-./:;<=>?@[]^_{|}~';
  const letters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${punctuation}`;
  return Array.from({ length: resource.passwordLength }, () => letters[randomInt(letters.length)]).join('');
}
