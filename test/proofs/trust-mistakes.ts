import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { conditioned, type Edit, plus, type RawStatement, withTrust } from './mutations.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';
import { principalsOf } from './surplus.ts';

const arnOf = (house: ProvenHouse, role: string) => roleNamed(house, role).arn;
const isDeny = ({ Effect }: RawStatement) => Effect === 'Deny';
const admits = (house: ProvenHouse, role: string) => (statement: RawStatement) =>
  statement['Action'] === 'sts:AssumeRole' &&
  JSON.stringify(statement['Principal']) === JSON.stringify({ AWS: arnOf(house, role) });

/** Edits the statement of the trust that admits one caller. */
function onEntry(
  name: string,
  role: string,
  change: (statement: RawStatement, house: ProvenHouse) => RawStatement,
): Mistake {
  const plant = (house: ProvenHouse) =>
    withTrust(house, 'custodian', statements => {
      if (!statements.some(admits(house, role))) throw new Error(`nothing admits ${role}`);
      return statements.map(statement =>
        admits(house, role)(statement) ? change(statement, house) : statement,
      );
    });
  return { name, caughtAs: 'becomes-the-custodian', plant };
}
const onTrust = (
  name: string,
  caughtAs: FindingName,
  edit: (house: ProvenHouse) => Edit,
  role = 'custodian',
): Mistake => ({ name, caughtAs, plant: house => withTrust(house, role, edit(house)) });
const entry = { Action: 'sts:AssumeRole' };

/** What could go wrong in who becomes the custodian. */
export const trustMistakes: readonly Mistake[] = [
  onTrust(
    'no external id',
    'becomes-the-custodian',
    () => statements => statements.filter(statement => !isDeny(statement)),
  ),
  onTrust(
    'an external id only where one is given',
    'becomes-the-custodian',
    () => statements =>
      statements.map(statement =>
        isDeny(statement)
          ? {
              ...statement,
              Condition: {
                StringNotEqualsIfExists: { 'sts:ExternalId': 'external-id-of-this-epoch' },
                Null: { 'sts:ExternalId': 'false' },
              },
            }
          : statement,
      ),
  ),
  onTrust(
    'the login of an older epoch as well',
    'becomes-the-custodian',
    () => statements =>
      statements.map(statement =>
        isDeny(statement)
          ? conditioned(statement, 'StringNotEquals', 'sts:ExternalId', [
              'external-id-of-this-epoch',
              'external-id-of-an-older-epoch',
            ])
          : statement,
      ),
  ),
  onTrust(
    'a login that nobody has',
    'cannot-do-its-work',
    () => statements =>
      statements.map(statement =>
        isDeny(statement) ? conditioned(statement, 'StringNotEquals', 'sts:ExternalId', 'lost') : statement,
      ),
  ),
  onEntry('no purpose', 'custodian-desk', statement =>
    conditioned(statement, 'StringEquals', 'aws:RequestTag/purpose', undefined),
  ),
  onEntry('the desk’s purposes for deliver', 'custodian-deliver', statement =>
    conditioned(statement, 'StringEquals', 'aws:RequestTag/purpose', ['delivery', 'desk']),
  ),
  onEntry('a purpose only where one is given', 'custodian-deliver', statement => {
    const { StringEquals: asked, ...rest } = statement['Condition'] as Readonly<Record<string, object>>;
    return { ...statement, Condition: { ...rest, StringEqualsIfExists: asked } };
  }),
  onEntry('no purpose for the rotator', 'custodian-rotate', statement =>
    conditioned(statement, 'StringEquals', 'aws:RequestTag/purpose', undefined),
  ),
  onEntry('the desk’s purposes for the rotator', 'custodian-rotate', statement =>
    conditioned(statement, 'StringEquals', 'aws:RequestTag/purpose', ['rotation-check', 'desk']),
  ),
  onEntry('a rotator in anybody’s name', 'custodian-rotate', statement =>
    conditioned(statement, 'StringLike', 'sts:SourceIdentity', '*'),
  ),
  onEntry('a rotator in nobody’s name', 'custodian-rotate', statement =>
    conditioned(statement, 'StringLike', 'sts:SourceIdentity', undefined),
  ),
  onEntry('a rotator under any session name', 'custodian-rotate', statement =>
    conditioned(statement, 'StringLike', 'sts:RoleSessionName', undefined),
  ),
  onEntry('further tags for the rotator', 'custodian-rotate', statement =>
    conditioned(statement, 'ForAllValues:StringEquals', 'aws:TagKeys', undefined),
  ),
  onEntry('a rotator without any condition', 'custodian-rotate', statement => {
    const { Condition: _, ...rest } = statement;
    return rest;
  }),
  onEntry('further tags', 'custodian-desk', statement =>
    conditioned(statement, 'ForAllValues:StringEquals', 'aws:TagKeys', undefined),
  ),
  onEntry('no SourceIdentity', 'custodian-desk', statement =>
    conditioned(statement, 'StringLike', 'sts:SourceIdentity', undefined),
  ),
  onEntry('any SourceIdentity', 'custodian-deliver', statement =>
    conditioned(statement, 'StringLike', 'sts:SourceIdentity', '*'),
  ),
  onEntry('entry under any session name', 'custodian-desk', statement =>
    conditioned(statement, 'StringLike', 'sts:RoleSessionName', undefined),
  ),
  onEntry('entry for everybody who knows what to say', 'custodian-desk', statement => ({
    ...statement,
    Principal: '*',
  })),
  onEntry('entry for the account', 'custodian-deliver', (statement, house) => ({
    ...statement,
    Principal: { AWS: `arn:aws:iam::${house.deployment.account}:root` },
  })),
  onTrust(
    'entry for one function more',
    'becomes-the-custodian',
    house => statements =>
      statements.map(statement =>
        isDeny(statement)
          ? statement
          : {
              ...statement,
              Principal: {
                AWS: [principalsOf(statement['Principal']), arnOf(house, 'marketer-console')].flat(),
              },
            },
      ),
  ),
  onTrust('a trust that names one function more in vain', 'foreign-trust', house =>
    plus({ ...entry, Principal: { AWS: arnOf(house, 'marketer-console') } }),
  ),
  onTrust(
    'tags that cannot be passed',
    'cannot-do-its-work',
    () => statements => statements.filter(({ Action }) => ![Action].flat().includes('sts:TagSession')),
  ),
  onTrust('entry for the Lambda service', 'foreign-trust', () =>
    plus({ ...entry, Principal: { Service: 'lambda.amazonaws.com' } }),
  ),
  onTrust('entry by a sign-in provider', 'becomes-the-custodian', () =>
    plus({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: '*' }),
  ),
  onTrust(
    'a caller’s role for the account',
    'becomes-another-role',
    house => plus({ ...entry, Principal: { AWS: `arn:aws:iam::${house.deployment.account}:root` } }),
    'custodian-desk',
  ),
  onTrust(
    'a caller’s role for machines',
    'foreign-trust',
    () => plus({ ...entry, Principal: { Service: 'ec2.amazonaws.com' } }),
    'custodian-deliver',
  ),
];
