import { randomBytes } from 'node:crypto';
import type { PolicyDocument } from '../../../policy/request.ts';
import type { KeyResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import { newPrivateKey } from './ecdsa.ts';

/**
 * A KMS key as it stands now. `material` holds one 32-byte secret per rotation, the newest last; of a signing key it is
 * the private key alone, as PKCS#8.
 */
export type Key = {
  readonly arn: string;
  readonly keyId: string;
  readonly spec: string;
  readonly usage: string;
  readonly createdAtMs: number;
  readonly material: Buffer[];
  readonly rotatedAtMs: number[];
  aliases: string[];
  policy: PolicyDocument;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  deletionAtMs?: number;
  rotation: boolean;
};

/** The keys of the deployment. */
export type KeyBook = {
  /** By key id, key ARN, `alias/…` or alias ARN; NotFoundException where there is none. */
  find(id: string): Key;
  all(): readonly Key[];
  replace(keys: readonly Key[]): void;
};

/** Makes each deployed key with fresh material. */
export function makeKeyBook(resources: readonly KeyResource[], nowMs: number): KeyBook {
  let keys = resources.map(resource => newKey(resource, nowMs));
  return {
    find: id => {
      const found = keys.find(key => answersTo(key, id));
      if (found === undefined) throw new AwsError('NotFoundException', 'The key does not exist');
      return found;
    },
    all: () => keys,
    replace: next => {
      keys = [...next];
    },
  };
}

/** Whether a key may be used now; a disabled or dying one may not. */
export function refuseUnusable(key: Key): void {
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  if (key.state === 'PendingDeletion') {
    throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  }
}

function newKey(resource: KeyResource, nowMs: number): Key {
  return {
    arn: resource.arn,
    keyId: resource.keyId,
    spec: resource.spec,
    usage: resource.usage,
    aliases: [...resource.aliases],
    policy: resource.policy,
    createdAtMs: nowMs,
    material: [resource.usage === 'SIGN_VERIFY' ? newPrivateKey() : randomBytes(32)],
    rotatedAtMs: [],
    state: 'Enabled',
    rotation: resource.spec === 'SYMMETRIC_DEFAULT',
  };
}

function answersTo(key: Key, id: string): boolean {
  if (id === key.keyId || id === key.arn) return true;
  const alias = id.startsWith('arn:') ? id.slice(id.lastIndexOf(':') + 1) : id;
  return alias.startsWith('alias/') && key.aliases.includes(alias);
}
