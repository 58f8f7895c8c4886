import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import {
  allowing,
  alsoDoing,
  bySid,
  drop,
  type Edit,
  openedTo,
  without,
  withoutAction,
  withKey,
  withPolicies,
  withTable,
} from './mutations.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';

const arnOf = (house: ProvenHouse, role: string) => roleNamed(house, role).arn;
const onBook = (
  name: string,
  edit: (house: ProvenHouse) => Edit,
  caughtAs: FindingName = 'writes-a-kept-row',
): Mistake => ({ name, caughtAs, plant: house => withTable(house, 'Book', edit(house)) });
const onDesk = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withPolicies(house, 'custodian-desk', edit),
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
const guards = [
  ['DeskAloneSaysWhoLeft', 'who left', 'custodian-desk'],
  ['ArchiveAloneKeepsItsPlace', 'the archive’s place', 'custodian-archive'],
] as const;

/** What could go wrong in who says that somebody left, and where the archive stands. */
const rowMistakes: readonly Mistake[] = [
  ...guards.flatMap(([sid, what, keeper]) => [
    onBook(`no guard of ${what}`, () => bySid(sid, drop)),
    onBook(`a guard of ${what} that spares the pulse`, house =>
      bySid(sid, without('ArnNotEquals', 'aws:PrincipalArn', [arnOf(house, keeper), arnOf(house, 'pulse')])),
    ),
    onBook(
      `a guard of ${what} for another role`,
      house => bySid(sid, without('ArnNotEquals', 'aws:PrincipalArn', arnOf(house, 'pulse'))),
      'cannot-do-its-work',
    ),
    ...changing
      // What removes a leave is denied a second time.
      .filter(verb => sid === 'ArchiveAloneKeepsItsPlace' || !/Delete|Batch/u.test(verb))
      .map(verb =>
        onBook(`${verb} of ${what} not denied`, () =>
          bySid(sid, statement => withoutAction(statement, `dynamodb:${verb}`)),
        ),
      ),
  ]),
  onBook('a way back for who left', () => bySid('NobodyComesBack', drop)),
  ...['DeleteItem', 'PartiQLDelete', 'BatchWriteItem'].map(verb =>
    onBook(`a way back by ${verb}`, () =>
      bySid('NobodyComesBack', statement => withoutAction(statement, `dynamodb:${verb}`)),
    ),
  ),
  onBook('no way back for one who left', () =>
    bySid('NobodyComesBack', without('ForAnyValue:StringLike', 'dynamodb:LeadingKeys', 'LEFT#stf_01JX*')),
  ),
  {
    name: 'the whole Book for the archive',
    caughtAs: 'reaches-other-rows',
    plant: house =>
      withPolicies(
        house,
        'custodian-archive',
        bySid('UseBook', without('ForAllValues:StringEquals', 'dynamodb:LeadingKeys')),
      ),
  },
  {
    name: 'the login’s state read by the archive',
    caughtAs: 'reaches-other-rows',
    plant: house =>
      withPolicies(
        house,
        'custodian-archive',
        bySid('UseBook', without('ForAllValues:StringEquals', 'dynamodb:LeadingKeys', ['ARCHIVE', 'LOGIN'])),
      ),
  },
];

/** What could go wrong in what the desk does to people, and in what it computes. */
const deskMistakes: readonly Mistake[] = [
  ...['AdminEnableUser', 'AdminCreateUser', 'AdminDeleteUser', 'AdminUpdateUserAttributes'].map(verb =>
    onDesk(`${verb} by the desk`, 'uses-the-directory', bySid('EndLogins', alsoDoing(`cognito-idp:${verb}`))),
  ),
  onDesk(
    'groups given at the desk',
    'new-edge',
    bySid('EndLogins', alsoDoing('cognito-idp:AdminAddUserToGroup')),
  ),
  onDesk(
    'people of every directory',
    'uses-the-directory',
    bySid('EndLogins', statement => ({ ...statement, Resource: '*' })),
  ),
  onDesk(
    'a leaver whose login stays',
    'cannot-do-its-work',
    bySid('EndLogins', statement => withoutAction(statement, 'cognito-idp:AdminDisableUser')),
  ),
  {
    name: 'people listed by the console',
    caughtAs: 'uses-the-directory',
    plant: house =>
      allowing(house, 'marketer-console', 'cognito-idp:ListUsers', house.deployment.signIn?.poolArn ?? ''),
  },
  {
    name: 'the desk spared by the denial on the code key',
    caughtAs: 'denial-missing',
    plant: house =>
      withKey(
        house,
        'code',
        bySid(
          'NobodyElseComputes',
          without('ArnNotEquals', 'aws:PrincipalArn', [
            arnOf(house, 'shopper-verify'),
            arnOf(house, 'custodian-desk'),
          ]),
        ),
      ),
  },
  {
    name: 'an index computed by the archive',
    caughtAs: 'computes-a-code',
    plant: house => withKey(house, 'index', openedTo(house, 'custodian-archive', 'kms:GenerateMac')),
  },
  {
    name: 'a desk that finds nobody',
    caughtAs: 'cannot-do-its-work',
    plant: house => withKey(house, 'index', bySid('DeskComputes', drop)),
  },
];

const trailArn = (house: ProvenHouse) => `${house.deployment.trailLogGroup?.arn ?? ''}:*`;
const onTrail = (name: string, role: string, verb: string): Mistake => ({
  name,
  caughtAs: 'uses-the-trail',
  plant: house => allowing(house, role, `logs:${verb}`, trailArn(house)),
});

/** What could go wrong in who uses the trail. */
const trailMistakes: readonly Mistake[] = [
  onTrail('a trail read by the desk', 'custodian-desk', 'FilterLogEvents'),
  onTrail('a trail written by the archive', 'custodian-archive', 'PutLogEvents'),
  onTrail('a trail deleted by the archive', 'custodian-archive', 'DeleteLogStream'),
  onTrail('a trail read otherwise', 'custodian-archive', 'GetLogEvents'),
  {
    name: 'readings that nobody compares',
    caughtAs: 'cannot-do-its-work',
    plant: house =>
      withPolicies(
        house,
        'custodian-archive',
        bySid('ReadTrail', statement => ({ ...statement, Action: 'logs:DescribeLogStreams' })),
      ),
  },
];

/** What could go wrong around people who leave, what the desk does, and who watches it. */
export const leaveMistakes: readonly Mistake[] = [...rowMistakes, ...deskMistakes, ...trailMistakes];
