import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Body, Call } from '../engine.ts';
import { listAt, requiredText, textAt } from '../fields.ts';
import { describeRotation, startRotation } from './rotation.ts';
import { addVersion, attach, detach, identityOf, type Secret, type Version, versionWith } from './secret.ts';

/** The verbs on one secret, by operation. */
export const operations: Readonly<Record<string, (secret: Secret, body: Body, call: Call) => Body>> = {
  GetSecretValue: (secret, body) => {
    const version = versionAt(secret, textAt(body, 'VersionStage'), textAt(body, 'VersionId'));
    return {
      ...identityOf(secret),
      VersionId: version.id,
      SecretString: filled(version),
      VersionStages: version.stages,
      CreatedDate: version.createdAtMs / 1000,
    };
  },
  DescribeSecret: secret => ({
    ...identityOf(secret),
    ...describeRotation(secret),
    // Versions without a label are deprecated and not listed.
    VersionIdsToStages: Object.fromEntries(
      secret.versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
    ),
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
    const holder = versionWith(secret, stage);
    if (holder !== undefined && to !== undefined && holder.id !== from && holder.id !== to) {
      throw new AwsError('InvalidParameterException', 'The staging label is attached to another version');
    }
    if (to === undefined) detach(secret, stage);
    else attach(secret, to, stage);
    return identityOf(secret);
  },
  RotateSecret: (secret, body, call) => {
    if (body['RotationLambdaARN'] !== undefined || body['RotationRules'] !== undefined) {
      throw new AwsError('InvalidParameterException', 'Rotation settings come from the templates here');
    }
    const token = textAt(body, 'ClientRequestToken') ?? randomUUID();
    startRotation(secret, token, call.nowMs);
    return { ...identityOf(secret), VersionId: token };
  },
};

/** The value of the version with this label; one without a value yet is not found, as for any caller. */
export function valueAt(secret: Secret, stage: string): string {
  return filled(versionAt(secret, stage));
}

function putVersion(
  secret: Secret,
  id: string,
  value: string,
  asked: readonly string[],
  nowMs: number,
): Body {
  const stages = asked.length === 0 ? ['AWSCURRENT'] : asked;
  const known = secret.versions.find(version => version.id === id);
  if (known?.value !== undefined && known.value !== value) {
    throw new AwsError('ResourceExistsException', 'A version with that token already has another value');
  }
  if (known === undefined) addVersion(secret, { id, value, createdAtMs: nowMs, stages: [] });
  else known.value = value;
  for (const stage of stages) attach(secret, id, stage);
  return { ...identityOf(secret), VersionId: id, VersionStages: stages };
}

function versionAt(secret: Secret, stage: string | undefined, id?: string): Version {
  const wanted = stage ?? (id === undefined ? 'AWSCURRENT' : undefined);
  const found = secret.versions.find(
    version =>
      (id === undefined || version.id === id) && (wanted === undefined || version.stages.includes(wanted)),
  );
  return found ?? notFound();
}

/** During a rotation AWSPENDING exists before its value does. */
function filled(version: Version): string {
  return version.value ?? notFound();
}

function notFound(): never {
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
}
