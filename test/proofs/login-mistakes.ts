import type { Mistake } from './mistake.ts';
import {
  allowing,
  alsoDoing,
  bySid,
  drop,
  type Edit,
  type RawStatement,
  without,
  withoutAction,
  withPolicies,
  withTable,
} from './mutations.ts';
import { loginArn } from './login-use.ts';
import { type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

const guard = 'RotatorAloneKeepsTheLogin';
const onGuard = (
  name: string,
  change: (statement: RawStatement, house: ProvenHouse) => RawStatement | undefined,
): Mistake => ({
  name,
  caughtAs: 'writes-a-kept-row',
  plant: house =>
    withTable(
      house,
      'Book',
      bySid(guard, statement => change(statement, house)),
    ),
});
const sparing =
  (...roles: string[]) =>
  (statement: RawStatement, house: ProvenHouse): RawStatement => {
    const arns = roles.map(role => roleNamed(house, role).arn);
    return without('ArnNotEquals', 'aws:PrincipalArn', arns)(statement);
  };
const aged = (name: string, change: (statement: RawStatement) => RawStatement | undefined): Mistake => ({
  name,
  caughtAs: 'writes-a-kept-row',
  plant: house => withTable(house, 'Book', bySid('RowsDoNotAgeAway', change)),
});
const changing = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
];

/** What could go wrong in who writes what is known of the login. */
const stateMistakes: readonly Mistake[] = [
  {
    name: 'an unguarded Book',
    caughtAs: 'writes-a-kept-row',
    plant: house => withTable(house, 'Book', undefined),
  },
  onGuard('no guard of the login’s state', drop),
  onGuard('a guard that spares the desk as well', sparing('custodian-rotate', 'custodian-desk')),
  onGuard('a guard for another role', sparing('pulse')),
  onGuard('a guard of another key', without('ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', 'ROTATION')),
  onGuard('a guard that a batch goes past', statement => {
    const { 'ForAnyValue:StringEquals': keys, ...rest } = statement['Condition'] as Readonly<
      Record<string, unknown>
    >;
    return { ...statement, Condition: { ...rest, 'ForAllValues:StringEquals': keys } };
  }),
  ...changing.map(verb =>
    onGuard(`${verb} of the login’s state not denied`, statement =>
      withoutAction(statement, `dynamodb:${verb}`),
    ),
  ),
  aged('rows of the Book that age away', drop),
  ...['UpdateTimeToLive', 'WriteDataForReplication'].map(verb =>
    aged(`${verb} not denied on the Book`, statement => withoutAction(statement, `dynamodb:${verb}`)),
  ),
  {
    name: 'a rotator kept from its own state',
    caughtAs: 'cannot-do-its-work',
    plant: house =>
      withTable(
        house,
        'Book',
        bySid(guard, without('ArnNotEquals', 'aws:PrincipalArn', tableNamed(house, 'Book').arn)),
      ),
  },
];

const reader = (name: string, role: string, edit: Edit): Mistake => ({
  name,
  caughtAs: 'uses-the-login',
  plant: house => withPolicies(house, role, edit),
});
const stage = 'secretsmanager:VersionStage';
const onOwnFunction = (action: string) =>
  bySid('FromOwnFunctionOnly', statement => withoutAction(statement, `secretsmanager:${action}`));

/** What could go wrong in who reads and writes the login itself. */
const secretMistakes: readonly Mistake[] = [
  reader(
    'a login read in every version',
    'custodian-desk',
    bySid('ReadLogin', without('StringEquals', stage)),
  ),
  reader(
    'a login read before it is in use',
    'custodian-deliver',
    bySid('ReadLogin', without('StringEquals', stage, ['AWSCURRENT', 'AWSPENDING'])),
  ),
  reader(
    'a version of the login read by its id',
    'custodian-desk',
    bySid('ReadLogin', statement => ({
      ...statement,
      Condition: { StringEqualsIfExists: { [stage]: 'AWSCURRENT' } },
    })),
  ),
  reader(
    'the session that a rotation keeps',
    'custodian-deliver',
    bySid('ReadLogin', without('StringEquals', stage, 'CANARY')),
  ),
  reader('a login read from outside the function', 'custodian-desk', onOwnFunction('GetSecretValue')),
  reader('all logins read from outside', 'custodian-rotate', onOwnFunction('GetSecretValue')),
  reader('a login written from outside', 'custodian-rotate', onOwnFunction('PutSecretValue')),
  reader('a login put in use from outside', 'custodian-rotate', onOwnFunction('UpdateSecretVersionStage')),
  ...['PutResourcePolicy', 'DeleteSecret', 'UpdateSecret', 'RotateSecret'].map(verb =>
    reader(
      `${verb} by the rotator`,
      'custodian-rotate',
      bySid('KeepLogins', alsoDoing(`secretsmanager:${verb}`)),
    ),
  ),
  {
    name: 'a rotation started by the pulse',
    caughtAs: 'uses-the-login',
    plant: house => allowing(house, 'pulse', 'secretsmanager:RotateSecret', loginArn(house)),
  },
  {
    name: 'a new login that cannot be put in use',
    caughtAs: 'cannot-do-its-work',
    plant: house =>
      withPolicies(
        house,
        'custodian-rotate',
        bySid('KeepLogins', statement => withoutAction(statement, 'secretsmanager:UpdateSecretVersionStage')),
      ),
  },
];

/** What could go wrong around the login. */
export const loginMistakes: readonly Mistake[] = [...stateMistakes, ...secretMistakes];
