import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { type Attempt, type Rotation, settingsOf } from './rotation-state.ts';
import { addVersion, attach, detach, type Secret, versionWith } from './secret.ts';

/** A step as the rotation function hears of it. */
export type RotationStep = 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';

/** The steps a rotation function is to be invoked for now, one after the other, with the same token. */
export type RotationTask = {
  readonly secretArn: string;
  readonly secretName: string;
  readonly functionArn: string;
  readonly token: string;
  readonly steps: readonly RotationStep[];
};

const allSteps: readonly RotationStep[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/**
 * What Secrets Manager would do with a secret now, or undefined. New settings are tried out (or rotate at once), an
 * attempt that failed is made again with its token, and a time that has passed starts a rotation unless one is in
 * progress. Asked again before it is settled, the answer is the same. `newId` makes the version id of what begins.
 */
export function nextTask(secret: Secret, nowMs: number, newId: () => string): RotationTask | undefined {
  const { rotation } = secret;
  if (rotation === undefined) return undefined;
  forgetTakenBack(secret, rotation);
  if (rotation.state.settings !== settingsOf(rotation)) takeOver(secret, rotation, nowMs, newId);
  if (isOpen(rotation.state.attempt)) return taskOf(secret, rotation, rotation.state.attempt);
  if (rotation.state.nextAtMs > nowMs || inProgress(secret)) return undefined;
  return taskOf(secret, rotation, begin(secret, rotation, 'rotation', newId(), nowMs));
}

/** Starts a rotation on demand; refused while one is in progress, except that a token which has a version already starts nothing. */
export function startRotation(secret: Secret, token: string, nowMs: number): void {
  const { rotation } = secret;
  if (rotation === undefined) {
    throw new AwsError(
      'InvalidRequestException',
      'No Lambda rotation function ARN is associated with this secret.',
    );
  }
  if (secret.versions.some(version => version.id === token)) return;
  if (inProgress(secret)) {
    throw new AwsError(
      'InvalidRequestException',
      "A previous rotation isn't complete. That rotation will be reattempted.",
    );
  }
  rotation.state.settings = settingsOf(rotation);
  begin(secret, rotation, 'rotation', token, nowMs);
}

/** Writes down how a task ended. A trial is over either way and its version goes; a rotation that failed stays open. */
export function settleTask(secret: Secret, task: RotationTask, succeeded: boolean, nowMs: number): void {
  const { rotation } = secret;
  const attempt = rotation?.state.attempt;
  if (rotation === undefined || attempt?.versionId !== task.token) return;
  if (attempt.kind === 'trial') {
    detach(secret, 'AWSPENDING');
    secret.versions = secret.versions.filter(
      version => version.id !== task.token || version.stages.length > 0,
    );
    delete rotation.state.attempt;
  } else if (succeeded) {
    rotation.state.attempt = { ...attempt, stepsDone: true };
    noteEnd(secret, nowMs);
  }
}

/**
 * Ends a rotation whose steps all went through, once AWSPENDING sits on the AWSCURRENT version or on none; the labels
 * may move long after the steps. Rule: Secrets Manager API reference, RotateSecret.
 */
export function noteEnd(secret: Secret, nowMs: number): void {
  const { rotation } = secret;
  const attempt = rotation?.state.attempt;
  if (rotation === undefined || attempt?.stepsDone !== true || inProgress(secret)) return;
  delete rotation.state.attempt;
  if (versionWith(secret, 'AWSCURRENT')?.id !== attempt.versionId) return;
  rotation.state.lastRotatedAtMs = nowMs;
  rotation.state.nextAtMs = rotation.times(nowMs);
}

/** What DescribeSecret says of a rotation; dates in epoch seconds. */
export function describeRotation({ rotation }: Secret): Body {
  if (rotation === undefined) return { RotationEnabled: false };
  const { lastRotatedAtMs, nextAtMs } = rotation.state;
  return {
    RotationEnabled: true,
    RotationLambdaARN: rotation.functionArn,
    RotationRules: { ScheduleExpression: rotation.expression },
    NextRotationDate: nextAtMs / 1000,
    ...(lastRotatedAtMs === undefined ? {} : { LastRotatedDate: lastRotatedAtMs / 1000 }),
  };
}

function inProgress(secret: Secret): boolean {
  const pending = versionWith(secret, 'AWSPENDING');
  return pending !== undefined && !pending.stages.includes('AWSCURRENT');
}

function isOpen(attempt: Attempt | undefined): attempt is Attempt {
  return attempt !== undefined && !attempt.stepsDone;
}

/** New settings beside a rotation in progress need no trial: that rotation is one. */
function takeOver(secret: Secret, rotation: Rotation, nowMs: number, newId: () => string): void {
  rotation.state.settings = settingsOf(rotation);
  if (inProgress(secret)) return;
  begin(secret, rotation, rotation.immediately ? 'rotation' : 'trial', newId(), nowMs);
}

function begin(
  secret: Secret,
  rotation: Rotation,
  kind: Attempt['kind'],
  versionId: string,
  nowMs: number,
): Attempt {
  addVersion(secret, { id: versionId, createdAtMs: nowMs, stages: [] });
  attach(secret, versionId, 'AWSPENDING');
  const attempt: Attempt = { kind, versionId, stepsDone: false };
  rotation.state.attempt = attempt;
  if (kind === 'rotation') rotation.state.nextAtMs = rotation.times(nowMs);
  return attempt;
}

/** Somebody who takes AWSPENDING off by hand gives the attempt up. */
function forgetTakenBack(secret: Secret, rotation: Rotation): void {
  const version = secret.versions.find(({ id }) => id === rotation.state.attempt?.versionId);
  const labelled = version?.stages.some(stage => stage === 'AWSPENDING' || stage === 'AWSCURRENT');
  if (labelled !== true) delete rotation.state.attempt;
}

function taskOf(secret: Secret, rotation: Rotation, attempt: Attempt): RotationTask {
  return {
    secretArn: secret.arn,
    secretName: secret.name,
    functionArn: rotation.functionArn,
    token: attempt.versionId,
    steps: attempt.kind === 'trial' ? ['testSecret'] : allSteps,
  };
}
