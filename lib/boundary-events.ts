import type { Names } from './names.ts';

/** What the patterns name: the key, the role and the fixed names of the functions that may become it. */
export type BoundaryGround = {
  readonly numberKeyArn: string;
  readonly custodianArn: string;
  readonly names: Names;
};

const any = (field: string, values: readonly string[]) =>
  `(${values.map(value => `(${field} = "${value}")`).join(' || ')})`;

/** A field that differs: in filter patterns a missing field does not differ, so it has to be asked for by itself. */
const differs = (field: string, value: string) => `((${field} NOT EXISTS) || (${field} != "${value}"))`;

const issuer = '$.userIdentity.sessionContext.sessionIssuer.arn';
const notByDeploy = differs('$.sourceIPAddress', 'cloudformation.amazonaws.com');
const kmsEvent = (names: readonly string[]) =>
  `($.eventSource = "kms.amazonaws.com") && ${any('$.eventName', names)}`;

/** The key stands first or second in the record (ReEncrypt has two); a refused call names it in its message only. */
const onKey = (keyArn: string) =>
  `(($.resources[0].ARN = "${keyArn}") || ($.resources[1].ARN = "${keyArn}") || ($.errorMessage = "*${keyArn}*"))`;

/** CloudTrail records of a number opened by the custodian. */
export function readingPattern(numberKeyArn: string, custodianArn: string): string {
  const opened = kmsEvent(['Decrypt']);
  return `{ ${opened} && ${onKey(numberKeyArn)} && (${issuer} = "${custodianArn}") && ($.errorCode NOT EXISTS) }`;
}

/** One kind of record that touches the boundary; the alarm rings when the weights of five minutes reach 1. */
export type BoundaryEvent = { readonly name: string; readonly pattern: string; readonly weight: number };

/**
 * CloudTrail records that mean somebody touches the boundary (security.md §1.5): opening by another principal, the
 * key's policy or grants, the role's trust or policies, code of its callers; and the third refused attempt to become
 * it within five minutes, since a caller that holds the login of yesterday is refused once.
 */
export function boundaryEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  const { numberKeyArn, custodianArn, names } = ground;
  const opened = `${kmsEvent(['Decrypt', 'ReEncrypt'])} && ${onKey(numberKeyArn)}`;
  const keyEdited = `${kmsEvent(keyEdits)} && ${onKey(numberKeyArn)}`;
  const roleEdited = `${any('$.eventName', roleEdits)} && ($.requestParameters.roleName = "${names.custodianRole}")`;
  const callers = `$.requestParameters.functionName = "*${names.stack('custodian')}-*"`;
  const refused = `($.errorCode = "*") && ($.errorMessage = "*${custodianArn}*")`;
  return [
    { name: 'OpenedByOthers', weight: 1, pattern: `{ ${opened} && ${differs(issuer, custodianArn)} }` },
    { name: 'KeyEdited', weight: 1, pattern: `{ ${keyEdited} && ${notByDeploy} }` },
    { name: 'RoleEdited', weight: 1, pattern: `{ ${roleEdited} && ${notByDeploy} }` },
    {
      name: 'CallerRewritten',
      weight: 1,
      pattern: `{ ($.eventName = "UpdateFunctionCo*") && (${callers}) && ${notByDeploy} }`,
    },
    { name: 'EntryRefused', weight: 0.34, pattern: `{ ($.eventName = "AssumeRole") && ${refused} }` },
  ];
}

const keyEdits = ['PutKeyPolicy', 'CreateGrant', 'ScheduleKeyDeletion', 'DisableKey'];
const roleEdits = [
  'UpdateAssumeRolePolicy',
  'PutRolePolicy',
  'AttachRolePolicy',
  'DeleteRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
  'TagRole',
];
