import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { PolicyDocument } from '../../../policy/request.ts';
import type { SecretResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import type { Rotation } from './rotation-state.ts';

/**
 * One version of a secret; `stages` are its staging labels (AWSCURRENT, AWSPENDING, AWSPREVIOUS, …). A rotation makes
 * one that has no value yet.
 */
export type Version = {
  readonly id: string;
  readonly createdAtMs: number;
  value?: string;
  stages: string[];
};

/** A secret as it stands now. */
export type Secret = {
  readonly arn: string;
  readonly name: string;
  readonly policy?: PolicyDocument;
  readonly rotation?: Rotation;
  versions: Version[];
};

/** What names a secret in every answer. */
export function identityOf(secret: Secret): Body {
  return { ARN: secret.arn, Name: secret.name };
}

/** Makes a deployed secret with a generated first value, AWSCURRENT. */
export function newSecret(resource: SecretResource, nowMs: number): Secret {
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

/** The version with this label, if any. */
export function versionWith(secret: Secret, stage: string): Version | undefined {
  return secret.versions.find(version => version.stages.includes(stage));
}

/** Moves a staging label to a version; the one that loses AWSCURRENT becomes AWSPREVIOUS. */
export function attach(secret: Secret, id: string, stage: string): void {
  const target = secret.versions.find(version => version.id === id);
  if (target === undefined)
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the version.");
  const holder = versionWith(secret, stage);
  if (holder === target) return;
  detach(secret, stage);
  target.stages.push(stage);
  if (stage === 'AWSCURRENT' && holder !== undefined) attach(secret, holder.id, 'AWSPREVIOUS');
}

/** Takes a staging label off whichever version has it. */
export function detach(secret: Secret, stage: string): void {
  for (const version of secret.versions) version.stages = version.stages.filter(name => name !== stage);
}

const keptUnlabelledMs = 24 * 3_600_000;

/**
 * Adds a version. Versions without a label can still be read by id for a day and are dropped after it, when another
 * one is made (Secrets Manager keeps them at least that long).
 */
export function addVersion(secret: Secret, version: Version): void {
  const since = version.createdAtMs - keptUnlabelledMs;
  secret.versions = secret.versions.filter(old => old.stages.length > 0 || old.createdAtMs >= since);
  secret.versions.push(version);
}

function generatedText(resource: SecretResource): string {
  if (resource.excludePunctuation)
    return randomBytes(256).toString('base64').replace(/[+/=]/g, '').slice(0, resource.passwordLength);
  const punctuation = '!#$%&()*+,-./:;<=>?@[]^_{|}~';
  const letters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${punctuation}`;
  return Array.from({ length: resource.passwordLength }, () => letters[randomInt(letters.length)]).join('');
}
