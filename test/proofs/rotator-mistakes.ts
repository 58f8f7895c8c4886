import type { FindingName } from './finding.ts';
import { boundaryArn } from './gate.ts';
import type { Mistake } from './mistake.ts';
import {
  allowing,
  alsoDoing,
  bySid,
  conditioned,
  drop,
  type Edit,
  plus,
  withBoundary,
  without,
  withoutAction,
  withPolicies,
} from './mutations.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';

const rotator = 'custodian-rotate';
const arnOf = (house: ProvenHouse, role: string) => roleNamed(house, role).arn;
const bounded = 'iam:PermissionsBoundary';

const onRotator = (name: string, caughtAs: FindingName, edit: (house: ProvenHouse) => Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withPolicies(house, rotator, edit(house)),
});
const onEdits = (name: string, edit: Parameters<typeof bySid>[1]) =>
  onRotator(name, 'changes-rights', () => bySid('WriteGate', edit));
const onBoundary = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withBoundary(house, 'custodian', edit),
});

/** What could go wrong in what the rotator changes of the custodian. */
const editingMistakes: readonly Mistake[] = [
  onEdits('edits of a role without a boundary', without('StringEquals', bounded)),
  onEdits('edits under any boundary', statement => ({
    ...statement,
    Condition: { StringLike: { [bounded]: 'arn:aws:iam::*:policy/*' } },
  })),
  onEdits('edits where no boundary is known of', statement => {
    const { StringEquals } = statement['Condition'] as Readonly<Record<string, unknown>>;
    return { ...statement, Condition: { StringEqualsIfExists: StringEquals } };
  }),
  onRotator('edits under a boundary as well', 'changes-rights', house =>
    bySid('WriteGate', without('StringEquals', bounded, [boundaryArn(house), `${boundaryArn(house)}-2`])),
  ),
  onEdits('edits of every role', statement => ({ ...statement, Resource: '*' })),
  onRotator('edits of its own role', 'changes-rights', house =>
    bySid('WriteGate', statement => ({
      ...statement,
      Resource: [statement['Resource'], arnOf(house, rotator)],
    })),
  ),
  ...[
    'DeleteRolePermissionsBoundary',
    'PutRolePermissionsBoundary',
    'TagRole',
    'UntagRole',
    'AttachRolePolicy',
    'DeleteRolePolicy',
    'UpdateRole',
    'PassRole',
  ].map(verb => onEdits(`${verb} by the rotator`, alsoDoing(`iam:${verb}`))),
  {
    name: 'versions of the boundary by the rotator',
    caughtAs: 'changes-rights',
    plant: house => allowing(house, rotator, 'iam:CreatePolicyVersion', boundaryArn(house)),
  },
  {
    name: 'a trust written by the desk',
    caughtAs: 'changes-rights',
    plant: house =>
      allowing(house, 'custodian-desk', 'iam:UpdateAssumeRolePolicy', arnOf(house, 'custodian')),
  },
  onRotator('edits from outside the function', 'changes-rights', () => bySid('FromOwnFunctionOnly', drop)),
  ...['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy'].map(action =>
    onRotator(`${action} from outside the function`, 'changes-rights', () =>
      bySid('FromOwnFunctionOnly', statement => withoutAction(statement, action)),
    ),
  ),
  onRotator('the custodian’s room entered by the rotator’s leaked key', 'becomes-the-custodian', () =>
    bySid('FromOwnFunctionOnly', statement => withoutAction(statement, 'sts:AssumeRole')),
  ),
  onRotator('a rotator that cannot mend the trust', 'cannot-do-its-work', () =>
    bySid('WriteGate', statement => withoutAction(statement, 'iam:UpdateAssumeRolePolicy')),
  ),
  onRotator('a rotator that does not see the trust', 'cannot-do-its-work', () => bySid('ReadGate', drop)),
];

/** What could go wrong in the boundary, which is all that holds whatever the rotator writes. */
const boundaryMistakes: readonly Mistake[] = [
  onBoundary('a boundary for all that keys do', 'wide-boundary', bySid('OpenNumbers', alsoDoing('kms:*'))),
  onBoundary(
    'a boundary that lets rights be changed',
    'widens-the-custodian',
    plus({ Action: 'iam:*', Resource: '*' }),
  ),
  onBoundary(
    'a boundary that lets messages be sent',
    'widens-the-custodian',
    plus({ Action: 'sns:Publish', Resource: '*' }),
  ),
  onBoundary(
    'a boundary for the other tables',
    'widens-the-custodian',
    bySid('ReadVaultRow', statement => ({ ...statement, Resource: '*' })),
  ),
  onBoundary(
    'a boundary for all but something',
    'widens-the-custodian',
    plus({ NotAction: 'kms:CreateGrant', Resource: '*' }),
  ),
  onBoundary(
    'a boundary for any key of the account',
    'widens-the-custodian',
    bySid('OpenNumbers', without('ForAnyValue:StringEquals', 'kms:ResourceAliases')),
  ),
  onBoundary(
    'a boundary for another key',
    'cannot-do-its-work',
    bySid('OpenNumbers', statement =>
      conditioned(statement, 'ForAnyValue:StringEquals', 'kms:ResourceAliases', 'alias/mogiri-dev-code'),
    ),
  ),
  onBoundary(
    'a boundary that reads rows to check a rotation',
    'reads-the-vault',
    bySid('ReadVaultRow', without('StringNotEquals', 'aws:PrincipalTag/purpose')),
  ),
  onBoundary(
    'a boundary that reads rows for nobody',
    'reads-the-vault',
    bySid('ReadVaultRow', without('Null', 'aws:SourceIdentity')),
  ),
];

/** What could go wrong in what holds the rotator. */
export const rotatorMistakes: readonly Mistake[] = [...editingMistakes, ...boundaryMistakes];
