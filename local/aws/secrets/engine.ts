import { randomUUID } from 'node:crypto';
import type { PolicyDocument } from '../../../policy/request.ts';
import type { RotationResource, SecretResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Engine } from '../engine.ts';
import { requiredText } from '../fields.ts';
import { operations, valueAt } from './operations.ts';
import { nextTask, noteEnd, type RotationTask, settleTask } from './rotation.ts';
import { newRotation, restoreRotation, type RotationState } from './rotation-state.ts';
import { newSecret, type Secret, type Version } from './secret.ts';

/** The rotations of all secrets, for whoever invokes their functions. */
export type RotationBook = {
  /** ARNs of the secrets that rotate. */
  readonly secretArns: readonly string[];
  /** What is to be done with a secret now; the same answer until it is settled. */
  next(secretArn: string, nowMs: number): RotationTask | undefined;
  settle(task: RotationTask, succeeded: boolean, nowMs: number): void;
  /** Hears of every RotateSecret that was accepted. */
  whenAsked(listener: (secretArn: string) => void): void;
};

/** Secrets Manager, and in-process reading for what CloudFormation would resolve. */
export type Secrets = Engine & {
  /** The AWSCURRENT value of a secret by ARN or name. */
  value(id: string): string;
  /** The whole ARN a call means, by ARN, ARN without suffix, or name. */
  arnOf(id: string): string;
  policyOf(arn: string): PolicyDocument | undefined;
  /** The rotation function of a secret, if it has one. */
  rotationFunctionOf(arn: string): string | undefined;
  names(): readonly string[];
  readonly rotations: RotationBook;
};

/** Makes the deployed secrets, each with a generated first value, and their rotations. */
export function makeSecrets(
  resources: readonly SecretResource[],
  rotations: readonly RotationResource[],
  now: () => number,
): Secrets {
  const nowMs = now();
  const secrets = resources.map(resource => {
    const rotation = rotations.find(({ secretArn }) => secretArn === resource.arn);
    const secret = newSecret(resource, nowMs);
    return rotation === undefined ? secret : { ...secret, rotation: newRotation(rotation, nowMs) };
  });
  const find = (id: string): Secret => secretNamed(secrets, id);
  const listeners: ((secretArn: string) => void)[] = [];
  return {
    handle: async (operation, body, call) => {
      const run = operations[operation];
      if (run === undefined)
        throw new AwsError('UnknownOperationException', 'Not an operation of the local Secrets Manager');
      const secret = find(requiredText(body, 'SecretId'));
      const answer = run(secret, body, call);
      noteEnd(secret, call.nowMs);
      if (operation === 'RotateSecret') listeners.forEach(tell => tell(secret.arn));
      return { body: answer };
    },
    value: id => valueAt(find(id), 'AWSCURRENT'),
    arnOf: id => find(id).arn,
    policyOf: arn => secrets.find(secret => secret.arn === arn)?.policy,
    rotationFunctionOf: arn => secrets.find(secret => secret.arn === arn)?.rotation?.functionArn,
    names: () => secrets.map(secret => secret.name),
    rotations: {
      secretArns: secrets.filter(({ rotation }) => rotation !== undefined).map(({ arn }) => arn),
      next: (secretArn, at) => nextTask(find(secretArn), at, randomUUID),
      settle: (task, succeeded, at) => settleTask(find(task.secretArn), task, succeeded, at),
      whenAsked: listener => void listeners.push(listener),
    },
    snapshot: async () =>
      secrets.map(({ arn, versions, rotation }) => ({ arn, versions, rotation: rotation?.state })),
    restore: async state => restore(secrets, state as readonly SavedSecret[], now()),
  };
}

type SavedSecret = {
  readonly arn: string;
  readonly versions: readonly Version[];
  readonly rotation?: RotationState;
};

function restore(secrets: readonly Secret[], saved: readonly SavedSecret[], nowMs: number): void {
  for (const secret of secrets) {
    const old = saved.find(({ arn }) => arn === secret.arn);
    if (old === undefined) continue;
    secret.versions = [...old.versions];
    if (secret.rotation !== undefined && old.rotation !== undefined) {
      restoreRotation(secret.rotation, old.rotation, nowMs);
    }
  }
}

function secretNamed(secrets: readonly Secret[], id: string): Secret {
  const found = secrets.find(
    secret => secret.arn === id || secret.name === id || secret.arn.startsWith(`${id}-`),
  );
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}
