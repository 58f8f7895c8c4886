import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { numberAt, requiredText, textAt } from '../fields.ts';
import type { Key, KeyBook } from './keys.ts';
import { readPolicyText } from '../policy-text.ts';

const dayMs = 24 * 3600 * 1000;

/** The KMS operations that look after keys and never touch data. */
export const administration: Readonly<Record<string, (keys: KeyBook, body: Body, nowMs: number) => Body>> = {
  DescribeKey: (keys, body) => ({ KeyMetadata: metadataOf(keys.find(requiredText(body, 'KeyId'))) }),
  GetKeyPolicy: (keys, body) => ({
    Policy: JSON.stringify(keys.find(requiredText(body, 'KeyId')).policy),
    PolicyName: 'default',
  }),
  PutKeyPolicy: (keys, body) => {
    keys.find(requiredText(body, 'KeyId')).policy = readPolicyText(
      requiredText(body, 'Policy'),
      'MalformedPolicyDocumentException',
    );
    return {};
  },
  GetKeyRotationStatus: (keys, body) => {
    const key = keys.find(requiredText(body, 'KeyId'));
    return { KeyId: key.arn, KeyRotationEnabled: key.rotation };
  },
  EnableKeyRotation: (keys, body) => change(keys, body, key => (key.rotation = true)),
  DisableKeyRotation: (keys, body) => change(keys, body, key => (key.rotation = false)),
  RotateKeyOnDemand: (keys, body, nowMs) => {
    const key = keys.find(requiredText(body, 'KeyId'));
    if (key.spec !== 'SYMMETRIC_DEFAULT') {
      throw new AwsError('UnsupportedOperationException', `${key.arn} cannot be rotated.`);
    }
    if (key.rotatedAtMs.length >= 25)
      throw new AwsError('LimitExceededException', 'On-demand rotations are used up');
    key.material.push(randomBytes(32));
    key.rotatedAtMs.push(nowMs);
    return { KeyId: key.arn };
  },
  EnableKey: (keys, body) => change(keys, body, key => (key.state = 'Enabled')),
  DisableKey: (keys, body) => change(keys, body, key => (key.state = 'Disabled')),
  ScheduleKeyDeletion: (keys, body, nowMs) => {
    const key = keys.find(requiredText(body, 'KeyId'));
    key.state = 'PendingDeletion';
    key.deletionAtMs = nowMs + (numberAt(body, 'PendingWindowInDays') ?? 30) * dayMs;
    return { KeyId: key.arn, DeletionDate: key.deletionAtMs / 1000, KeyState: key.state };
  },
  CancelKeyDeletion: (keys, body) => {
    const key = keys.find(requiredText(body, 'KeyId'));
    key.state = 'Disabled';
    delete key.deletionAtMs;
    return { KeyId: key.arn };
  },
  CreateAlias: (keys, body) => {
    const alias = requiredText(body, 'AliasName');
    if (keys.all().some(key => key.aliases.includes(alias))) {
      throw new AwsError('AlreadyExistsException', 'The alias already exists');
    }
    keys.find(requiredText(body, 'TargetKeyId')).aliases.push(alias);
    return {};
  },
  DeleteAlias: (keys, body) => {
    const alias = requiredText(body, 'AliasName');
    const key = keys.find(alias);
    key.aliases = key.aliases.filter(name => name !== alias);
    return {};
  },
  ListAliases: (keys, body) => {
    const only = textAt(body, 'KeyId');
    const listed = only === undefined ? keys.all() : [keys.find(only)];
    return { Aliases: listed.flatMap(aliasesOf), Truncated: false };
  },
  ListKeys: keys => ({
    Keys: keys.all().map(key => ({ KeyId: key.keyId, KeyArn: key.arn })),
    Truncated: false,
  }),
  ListGrants: () => ({ Grants: [], Truncated: false }),
  CreateGrant: () => {
    throw new AwsError('UnsupportedOperationException', 'The local KMS holds no grants');
  },
};

function change(keys: KeyBook, body: Body, apply: (key: Key) => unknown): Body {
  apply(keys.find(requiredText(body, 'KeyId')));
  return {};
}

function aliasesOf(key: Key): readonly Body[] {
  const prefix = key.arn.slice(0, key.arn.lastIndexOf(':'));
  return key.aliases.map(name => ({
    AliasName: name,
    AliasArn: `${prefix}:${name}`,
    TargetKeyId: key.keyId,
  }));
}

function metadataOf(key: Key): Body {
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAtMs / 1000,
    Enabled: key.state === 'Enabled',
    KeyUsage: key.usage,
    KeyState: key.state,
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    MultiRegion: false,
    ...(key.deletionAtMs === undefined ? {} : { DeletionDate: key.deletionAtMs / 1000 }),
    ...algorithmsOf[key.usage],
  };
}

const algorithmsOf: Readonly<Record<string, Body>> = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
  GENERATE_VERIFY_MAC: { MacAlgorithms: ['HMAC_SHA_256'] },
  SIGN_VERIFY: { SigningAlgorithms: ['ECDSA_SHA_256'] },
};
