import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { alsoDoing, bySid, drop, type Edit, openedTo, plus, withKey, without } from './mutations.ts';
import type { ProvenHouse } from './proven-house.ts';

const onNumberKey = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withKey(house, 'number', edit),
});
const root = (house: ProvenHouse) => `arn:aws:iam::${house.deployment.account}:root`;

/** What could go wrong in who administers a key, or hands it on. */
export const administeringMistakes: readonly Mistake[] = [
  {
    name: 'kms:* for the account',
    caughtAs: 'administers-a-key',
    plant: house =>
      withKey(house, 'number', plus({ Principal: { AWS: root(house) }, Action: 'kms:*', Resource: '*' })),
  },
  {
    name: 'Decrypt for the account, and no denial',
    caughtAs: 'opens-a-number',
    plant: house =>
      withKey(
        withKey(
          house,
          'number',
          plus({ Principal: { AWS: root(house) }, Action: 'kms:Decrypt', Resource: '*' }),
        ),
        'number',
        bySid('NobodyElseOpens', drop),
      ),
  },
  onNumberKey(
    'kms:* for the deploying role',
    'uses-a-key',
    bySid('AdministerRevision1', statement => ({ ...statement, Action: 'kms:*' })),
  ),
  onNumberKey(
    'administrators who open',
    'opens-a-number',
    bySid('AdministerRevision1', alsoDoing('kms:Decrypt')),
  ),
  onNumberKey(
    'administrators who seal',
    'seals-a-number',
    bySid('AdministerRevision1', alsoDoing('kms:Encrypt')),
  ),
  {
    name: 'administrators by any name',
    caughtAs: 'administers-a-key',
    plant: house =>
      withKey(
        house,
        'number',
        bySid(
          'AdministerRevision1',
          without('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${house.deployment.account}:role/*`),
        ),
      ),
  },
  onNumberKey(
    'administrators of any region',
    'administers-a-key',
    bySid(
      'AdministerRevision1',
      without('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*'),
    ),
  ),
  onNumberKey(
    'root for the whole account',
    'administers-a-key',
    bySid('RootBreakGlass', without('StringEquals', 'aws:PrincipalType')),
  ),
  onNumberKey(
    'root that deletes the key',
    'administers-a-key',
    bySid('RootBreakGlass', alsoDoing('kms:ScheduleKeyDeletion')),
  ),
  {
    name: 'a function that writes the key policy',
    caughtAs: 'administers-a-key',
    plant: house => withKey(house, 'number', openedTo(house, 'pulse', 'kms:PutKeyPolicy')),
  },
  {
    name: 'a function that deletes the key',
    caughtAs: 'administers-a-key',
    plant: house => withKey(house, 'code', openedTo(house, 'pulse', 'kms:ScheduleKeyDeletion')),
  },
  {
    name: 'a key nobody administers',
    caughtAs: 'cannot-do-its-work',
    plant: house => withKey(house, 'index', bySid('AdministerRevision1', drop)),
  },
  {
    name: 'grants by the custodian',
    caughtAs: 'uses-a-key',
    plant: house => withKey(house, 'number', openedTo(house, 'custodian', 'kms:CreateGrant')),
  },
  {
    name: 'grants by the sealer, and no denial',
    caughtAs: 'uses-a-key',
    plant: house =>
      withKey(
        withKey(house, 'number', openedTo(house, 'shopper-verify', 'kms:CreateGrant')),
        'number',
        bySid('NobodyHandsItOn', drop),
      ),
  },
  {
    name: 're-encryption by the sealer',
    caughtAs: 'uses-a-key',
    plant: house => withKey(house, 'number', openedTo(house, 'shopper-verify', 'kms:ReEncrypt*')),
  },
  {
    name: 'data keys for the sealer',
    caughtAs: 'uses-a-key',
    plant: house => withKey(house, 'number', openedTo(house, 'shopper-verify', 'kms:GenerateDataKey*')),
  },
];
