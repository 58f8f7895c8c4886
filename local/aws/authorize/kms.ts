import type { Body } from '../engine.ts';
import type { Session } from '../caller.ts';
import { listAt, numberAt, objectAt, requiredText, textAt, textsIn } from '../fields.ts';
import type { Key, KeyBook } from '../kms/keys.ts';
import { keyOfCiphertext } from '../kms/symmetric.ts';
import { contextOf, type Access, type AccessReader } from './access.ts';

/** KMS permissions are asked of the key itself; condition keys as in the KMS guide, "AWS KMS condition keys". */
export function makeKmsAccessReader(keys: KeyBook): AccessReader {
  return (operation, body, session) => {
    if (operation === 'ReEncrypt') return reEncryptAccesses(keys, body, session);
    if (operation === 'ListKeys' || operation === 'ListAliases') {
      return [{ action: `kms:${operation}`, resource: '*', context: {} }];
    }
    const key = keyOf(keys, operation, body);
    const extra = { ...extraKeys(operation, body), ...aliasKeys(body) };
    return [access(operation, key, session, objectAt(body, 'EncryptionContext'), extra)];
  };
}

function keyOf(keys: KeyBook, operation: string, body: Body): Key {
  if (operation === 'CreateAlias') return keys.find(requiredText(body, 'TargetKeyId'));
  if (operation === 'DeleteAlias') return keys.find(requiredText(body, 'AliasName'));
  const id = textAt(body, 'KeyId');
  if (operation === 'Decrypt' && id === undefined)
    return keyOfCiphertext(keys, requiredText(body, 'CiphertextBlob'));
  return keys.find(requiredText(body, 'KeyId'));
}

function reEncryptAccesses(keys: KeyBook, body: Body, session: Session): readonly Access[] {
  const source = keyOfCiphertext(keys, requiredText(body, 'CiphertextBlob'));
  const destination = keys.find(requiredText(body, 'DestinationKeyId'));
  const same = { 'kms:ReEncryptOnSameKey': String(source === destination) };
  return [
    access('ReEncryptFrom', source, session, objectAt(body, 'SourceEncryptionContext'), same),
    access('ReEncryptTo', destination, session, objectAt(body, 'DestinationEncryptionContext'), same),
  ];
}

function access(
  verb: string,
  key: Key,
  session: Session,
  encryptionContext: Body,
  extra: Readonly<Record<string, string | readonly string[] | undefined>>,
): Access {
  const pairs = textsIn(encryptionContext);
  const named = Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return {
    action: `kms:${verb}`,
    resource: key.arn,
    context: contextOf({
      'kms:CallerAccount': session.account,
      'kms:KeySpec': key.spec,
      'kms:KeyUsage': key.usage,
      'kms:KeyOrigin': 'AWS_KMS',
      'kms:MultiRegion': 'false',
      'kms:ResourceAliases': key.aliases,
      'kms:EncryptionContextKeys': Object.keys(pairs),
      ...Object.fromEntries(named),
      ...extra,
    }),
  };
}

const encrypting = /^(Encrypt|Decrypt|GenerateDataKey|GenerateDataKeyWithoutPlaintext)$/;

function extraKeys(operation: string, body: Body): Record<string, string | readonly string[] | undefined> {
  if (encrypting.test(operation)) {
    return { 'kms:EncryptionAlgorithm': textAt(body, 'EncryptionAlgorithm') ?? 'SYMMETRIC_DEFAULT' };
  }
  if (operation.endsWith('Mac')) return { 'kms:MacAlgorithm': textAt(body, 'MacAlgorithm') };
  if (operation === 'Sign' || operation === 'Verify') {
    return {
      'kms:SigningAlgorithm': textAt(body, 'SigningAlgorithm'),
      'kms:MessageType': textAt(body, 'MessageType') ?? 'RAW',
    };
  }
  if (operation === 'ScheduleKeyDeletion') {
    return {
      'kms:ScheduleKeyDeletionPendingWindowInDays': String(numberAt(body, 'PendingWindowInDays') ?? 30),
    };
  }
  if (operation === 'PutKeyPolicy') {
    return { 'kms:BypassPolicyLockoutSafetyCheck': String(body['BypassPolicyLockoutSafetyCheck'] === true) };
  }
  if (operation !== 'CreateGrant') return {};
  return {
    'kms:GrantOperations': listAt(body, 'Operations').map(String),
    'kms:GranteePrincipal': textAt(body, 'GranteePrincipal'),
    'kms:GrantIsForAWSResource': 'false',
  };
}

function aliasKeys(body: Body): Record<string, string | undefined> {
  const id = textAt(body, 'KeyId') ?? '';
  const alias = id.startsWith('arn:') ? id.slice(id.lastIndexOf(':') + 1) : id;
  return alias.startsWith('alias/') ? { 'kms:RequestAlias': alias } : {};
}
