import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { allowing, bySid, conditioned, drop, type Edit, openedTo, withKey, without } from './mutations.ts';
import { keyNamed } from './proven-house.ts';

const onNumberKey = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withKey(house, 'number', edit),
});

/** What could go wrong in who opens a number: the statements of the number key that allow Decrypt. */
export const openingMistakes: readonly Mistake[] = [
  onNumberKey(
    'a purpose more for deliver',
    'opens-a-number',
    bySid('OpenForDelivery', without('StringEquals', 'aws:PrincipalTag/purpose', ['delivery', 'desk'])),
  ),
  onNumberKey(
    'no purpose asked',
    'opens-a-number',
    bySid('OpenForDesk', without('StringEquals', 'aws:PrincipalTag/purpose')),
  ),
  onNumberKey(
    'any purpose is good',
    'opens-a-number',
    bySid('OpenForDelivery', statement => {
      const bare = conditioned(statement, 'StringEquals', 'aws:PrincipalTag/purpose', undefined);
      const condition = bare['Condition'] as Readonly<Record<string, object>>;
      return {
        ...bare,
        Condition: {
          ...condition,
          StringLike: { ...condition['StringLike'], 'aws:PrincipalTag/purpose': '*' },
        },
      };
    }),
  ),
  onNumberKey(
    'nobody named in SourceIdentity',
    'opens-a-number',
    bySid('OpenForDesk', without('StringLike', 'aws:SourceIdentity')),
  ),
  onNumberKey(
    'anybody named in SourceIdentity',
    'opens-a-number',
    bySid('OpenForDelivery', without('StringLike', 'aws:SourceIdentity', '*')),
  ),
  onNumberKey(
    'any session name',
    'opens-a-number',
    bySid('OpenForDisclosure', without('StringLike', 'aws:userid')),
  ),
  onNumberKey(
    'the session name of another purpose',
    'opens-a-number',
    bySid('OpenForDisclosure', without('StringLike', 'aws:userid', ['*:disclosure-*', '*:desk-*'])),
  ),
  onNumberKey(
    'any use',
    'opens-a-number',
    bySid('OpenForDesk', without('StringEquals', 'kms:EncryptionContext:use')),
  ),
  onNumberKey(
    'no shopper',
    'opens-a-number',
    bySid('OpenForDesk', without('StringLike', 'kms:EncryptionContext:shopper')),
  ),
  onNumberKey(
    'more context than is sealed',
    'opens-a-number',
    bySid('OpenForDelivery', without('ForAllValues:StringEquals', 'kms:EncryptionContextKeys')),
  ),
  onNumberKey(
    'opening for everybody',
    'opens-a-number',
    bySid('OpenForDesk', statement => ({ ...statement, Principal: '*' })),
  ),
  onNumberKey('a purpose that nobody may open for', 'cannot-do-its-work', bySid('OpenForCorrection', drop)),
  onNumberKey(
    'any shopper’s number for the check of a rotation',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'kms:EncryptionContext:shopper', 'shp_*')),
  ),
  onNumberKey(
    'no canary for the check of a rotation',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'kms:EncryptionContext:shopper')),
  ),
  onNumberKey(
    'shoppers named after the canary',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'kms:EncryptionContext:shopper', 'shp_CANARY*')),
  ),
  onNumberKey(
    'a check of a rotation in anybody’s name',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'aws:SourceIdentity')),
  ),
  onNumberKey(
    'a check of a rotation under any session name',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'aws:userid')),
  ),
  onNumberKey(
    'the desk’s purpose for the rotator',
    'opens-a-number',
    bySid('OpenForDesk', without('StringLike', 'aws:SourceIdentity', ['stf_*', 'rot_*'])),
  ),
  onNumberKey(
    'a check of a rotation by staff',
    'opens-a-number',
    bySid('OpenForRotationCheck', without('StringLike', 'aws:SourceIdentity', ['stf_*', 'rot_*'])),
  ),
  onNumberKey('a canary that nobody opens', 'cannot-do-its-work', bySid('OpenForRotationCheck', drop)),
  {
    name: 'a purpose before its caller',
    caughtAs: 'opens-a-number',
    plant: house =>
      withKey(house, 'number', statements => {
        const desk = statements.find(({ Sid }) => Sid === 'OpenForDesk') ?? {};
        const check = conditioned(desk, 'StringEquals', 'aws:PrincipalTag/purpose', 'rotation-check');
        const named = conditioned(check, 'StringLike', 'aws:userid', '*:rotation-check-*');
        return [
          ...statements,
          { ...conditioned(named, 'StringLike', 'aws:SourceIdentity', 'rot_*'), Sid: 'OpenForCheck' },
        ];
      }),
  },
  {
    name: 'a function that opens by itself',
    caughtAs: 'opens-a-number',
    plant: house => withKey(house, 'number', openedTo(house, 'custodian-desk', 'kms:Decrypt')),
  },
  {
    name: 'a function that opens by itself, and no denial',
    caughtAs: 'opens-a-number',
    plant: house =>
      withKey(
        withKey(house, 'number', openedTo(house, 'custodian-deliver', 'kms:Decrypt')),
        'number',
        bySid('NobodyElseOpens', drop),
      ),
  },
  {
    name: 'a grant as a library writes it',
    caughtAs: 'speaks-of-keys',
    plant: house => allowing(house, 'custodian-desk', 'kms:Decrypt', keyNamed(house, 'number').arn),
  },
  {
    name: 'kms:* for a function',
    caughtAs: 'speaks-of-keys',
    plant: house => allowing(house, 'shopper-verify', 'kms:*', keyNamed(house, 'index').arn),
  },
];
