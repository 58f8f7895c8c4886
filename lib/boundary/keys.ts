import type { FunctionName } from '../../lambdas/settings.ts';
import { is, isNot, records, some } from '../filter-pattern.ts';
import { rights } from '../rights.ts';
import { calls, issuer, notBy, notByDeploy, ringing, roleArn } from './ground.ts';
import type { BoundaryEvent, BoundaryGround } from './ground.ts';

const keyEdits = [
  'PutKeyPolicy',
  'CreateGrant',
  'ScheduleKeyDeletion',
  'DisableKey',
  'ReplicateKey',
  'ImportKeyMaterial',
];

/** The key stands first or second in the record (ReEncrypt has two); a refused call may name it in its message only. */
const onNumberKey = ({ numberKeyArn }: BoundaryGround) =>
  some(
    is('$.resources[0].ARN', numberKeyArn),
    is('$.resources[1].ARN', numberKeyArn),
    is('$.errorMessage', `*${numberKeyArn}*`),
  );

const onKey = (...keyArns: readonly string[]) =>
  some(is('$.resources[0].ARN', ...keyArns), is('$.errorMessage', ...keyArns.map(arn => `*${arn}*`)));

/** The functions that may compute with a key, by their rights. */
const computersOf = (key: 'index' | 'code') =>
  (Object.keys(rights) as FunctionName[]).filter(name => rights[name].macs?.includes(key));

/**
 * The keys: a number opened by anybody but the custodian, allowed or refused; a key's policy, grants, life or alias
 * changed; and the index computed by strangers or in bulk, which would find out numbers one by one (security.md §0.7).
 */
export function keyEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  const { names, indexKeyArn, codeKeyArn, signingKeyArn } = ground;
  const notCustodian = isNot(issuer, roleArn(ground, names.custodianRole));
  const numberAlias = is('$.requestParameters.aliasName', names.numberKeyAlias);
  const computed = calls('kms', 'GenerateMac', 'VerifyMac');
  const otherEdits = calls('kms', ...keyEdits.slice(0, 4));
  return [
    ringing(
      'OpenedByOthers',
      records(calls('kms', 'Decrypt', 'ReEncrypt'), onNumberKey(ground), notCustodian),
    ),
    ringing('KeyEdited', records(calls('kms', ...keyEdits), onNumberKey(ground), notByDeploy)),
    ringing(
      'AliasMoved',
      records(calls('kms', 'CreateAlias', 'UpdateAlias', 'DeleteAlias'), numberAlias, notByDeploy),
    ),
    ringing('MacKeyEdited', records(otherEdits, onKey(indexKeyArn, codeKeyArn), notByDeploy)),
    ringing('IndexByOthers', records(computed, onKey(indexKeyArn), notBy(ground, ...computersOf('index')))),
    ringing('CodeByOthers', records(computed, onKey(codeKeyArn), notBy(ground, ...computersOf('code')))),
    ...(signingKeyArn === undefined
      ? []
      : [ringing('SigningKeyEdited', records(otherEdits, onKey(signingKeyArn), notByDeploy))]),
    {
      name: 'MacRate',
      pattern: records(calls('kms', 'GenerateMac'), is('$.resources[0].ARN', indexKeyArn, codeKeyArn)),
      // Half a call more than is ordinary: sums of such fractions stay clear of 1 on the right side.
      weight: 1 / (ground.macsPer5Minutes + 0.5),
    },
  ];
}
