import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import { every, is, isNot, missing, records, some } from '../filter-pattern.ts';
import { calls, named, notBy, notByDeploy, ringing, roleArn, rotator } from './ground.ts';
import type { BoundaryEvent, BoundaryGround } from './ground.ts';

/** What the rotator does to the custodian role, and nobody else. */
const rotations = ['UpdateAssumeRolePolicy', 'PutRolePolicy'];
const otherEdits = [
  'AttachRolePolicy',
  'DetachRolePolicy',
  'DeleteRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
  'UpdateRole',
  'TagRole',
  'UntagRole',
  'CreateRole',
  'DeleteRole',
];
const policyEdits = ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'];

/** The one inline policy that a rotation writes: the cut-off for older sessions. */
const cutOff = 'RevokeOlder';

/**
 * The roles: trust, policies, boundary and tags of the custodian and of the functions that may become it, and who comes
 * in. The rotator may rewrite the custodian's trust and its cut-off; anything else it does rings like anybody's edit.
 */
export function roleEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  const { names } = ground;
  const custodian = named('roleName', names.custodianRole);
  const callers = named('roleName', names.stack('custodian-*'), names.stack('custodian-'));
  const foreign = some(
    notBy(ground, rotator),
    every(is('$.eventName', 'PutRolePolicy'), isNot('$.requestParameters.policyName', cutOff)),
  );
  const boundary = named('policyArn', `*:policy/${names.custodianBoundary}`, names.custodianBoundary);
  return [
    ringing('TrustEdited', records(calls('iam', ...rotations), custodian, notByDeploy, foreign)),
    ringing('RoleEdited', records(calls('iam', ...otherEdits), custodian, notByDeploy)),
    ringing('CallerRoleEdited', records(calls('iam', ...rotations, ...otherEdits), callers, notByDeploy)),
    ringing('BoundaryEdited', records(calls('iam', ...policyEdits), boundary, notByDeploy)),
    ...entries(ground),
  ];
}

/**
 * The third refused attempt in five minutes rings, since a function that still holds the login of yesterday is refused
 * once. What the rotator is refused is its own proof that the old login is dead.
 */
function entries(ground: BoundaryGround): readonly BoundaryEvent[] {
  const custodianArn = roleArn(ground, ground.names.custodianRole);
  const entered = is('$.requestParameters.roleArn', custodianArn);
  const refused = is('$.errorMessage', `*${custodianArn}*`);
  const entry = calls('sts', 'AssumeRole*');
  const known = custodianCallers.map(({ function: name }) => name);
  return [
    ringing('EntryByOthers', records(entry, entered, missing('$.errorCode'), notBy(ground, ...known))),
    { name: 'EntryRefused', weight: 0.34, pattern: records(entry, refused, notBy(ground, rotator)) },
  ];
}
