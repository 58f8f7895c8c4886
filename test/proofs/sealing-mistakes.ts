import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { alsoDoing, bySid, drop, type Edit, openedTo, withKey, without, withoutAction } from './mutations.ts';
import { roleNamed, type ProvenHouse } from './proven-house.ts';

const onNumberKey = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withKey(house, 'number', edit),
});
const onIndexKey = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withKey(house, 'index', edit),
});
const arnNamed = (house: ProvenHouse, role: string) => roleNamed(house, role).arn;

const deniedOnNumberKey = [
  ['NobodyElseOpens', 'kms:Decrypt'],
  ['NobodyElseOpens', 'kms:GenerateDataKey*'],
  ['NobodyHandsItOn', 'kms:CreateGrant'],
  ['NobodyHandsItOn', 'kms:ReEncrypt*'],
  ['NobodyHandsItOn', 'kms:ReplicateKey'],
  ['NobodyHandsItOn', 'kms:ImportKeyMaterial'],
] as const;

/** What could go wrong in what is denied, in sealing, and in computing. */
export const sealingMistakes: readonly Mistake[] = [
  onNumberKey('no denial of opening', 'denial-missing', bySid('NobodyElseOpens', drop)),
  onNumberKey('no denial of handing on', 'denial-missing', bySid('NobodyHandsItOn', drop)),
  ...deniedOnNumberKey.map(([sid, action]) =>
    onNumberKey(
      `${action} not denied`,
      'denial-missing',
      bySid(sid, statement => withoutAction(statement, action)),
    ),
  ),
  {
    name: 'deliver spared by the denial',
    caughtAs: 'denial-missing',
    plant: house =>
      withKey(
        house,
        'number',
        bySid(
          'NobodyElseOpens',
          without('ArnNotEquals', 'aws:PrincipalArn', [
            arnNamed(house, 'custodian'),
            arnNamed(house, 'custodian-deliver'),
          ]),
        ),
      ),
  },
  {
    name: 'sealing by the wallet',
    caughtAs: 'seals-a-number',
    plant: house => withKey(house, 'number', openedTo(house, 'shopper-wallet', 'kms:Encrypt')),
  },
  onNumberKey(
    'sealing what is no number',
    'seals-a-number',
    bySid('VerifySeals', without('StringEquals', 'kms:EncryptionContext:use')),
  ),
  onNumberKey(
    'sealing for what is no shopper',
    'seals-a-number',
    bySid('VerifySeals', without('StringLike', 'kms:EncryptionContext:shopper', '*')),
  ),
  onNumberKey(
    'sealing under more than is opened',
    'seals-a-number',
    bySid('VerifySeals', without('ForAllValues:StringEquals', 'kms:EncryptionContextKeys')),
  ),
  onNumberKey('a sealer that opens', 'opens-a-number', bySid('VerifySeals', alsoDoing('kms:Decrypt'))),
  {
    name: 'an index computed by deliver',
    caughtAs: 'computes-a-code',
    plant: house => withKey(house, 'index', openedTo(house, 'custodian-deliver', 'kms:GenerateMac')),
  },
  {
    name: 'a code computed by the till',
    caughtAs: 'computes-a-code',
    plant: house => withKey(house, 'code', openedTo(house, 'store-till', 'kms:GenerateMac')),
  },
  {
    name: 'a code computed by the desk',
    caughtAs: 'computes-a-code',
    plant: house => withKey(house, 'code', openedTo(house, 'custodian-desk', 'kms:GenerateMac')),
  },
  onIndexKey('MACs verified by the desk', 'uses-a-key', bySid('DeskComputes', alsoDoing('kms:VerifyMac'))),
  onIndexKey('MACs verified by verify', 'uses-a-key', bySid('VerifyComputes', alsoDoing('kms:VerifyMac'))),
  onIndexKey('no denial of computing', 'denial-missing', bySid('NobodyElseComputes', drop)),
];
