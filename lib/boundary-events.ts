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

/**
 * CloudTrail records that mean somebody touches the boundary (security.md §1.5): opening by another principal, the
 * key's policy or grants, the role's trust or policies, a refused attempt to become it, code of its callers.
 */
export function boundaryPatterns(ground: BoundaryGround): Readonly<Record<string, string>> {
  const { numberKeyArn, custodianArn, names } = ground;
  const iamEdits = [
    'UpdateAssumeRolePolicy',
    'PutRolePolicy',
    'AttachRolePolicy',
    'DeleteRolePolicy',
    'TagRole',
  ];
  const boundaryEdits = ['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'];
  const keyEdits = ['PutKeyPolicy', 'CreateGrant', 'ScheduleKeyDeletion', 'DisableKey'];
  const onRole = `($.requestParameters.roleName = "${names.custodianRole}")`;
  const onCallers = `($.requestParameters.functionName = "*${names.stack('custodian')}-*")`;
  return {
    OpenedByOthers: `{ ${kmsEvent(['Decrypt', 'ReEncrypt'])} && ${onKey(numberKeyArn)} && ${differs(issuer, custodianArn)} }`,
    KeyEdited: `{ ${kmsEvent(keyEdits)} && ${onKey(numberKeyArn)} && ${notByDeploy} }`,
    RoleEdited: `{ ${any('$.eventName', [...iamEdits, ...boundaryEdits])} && ${onRole} && ${notByDeploy} }`,
    EntryRefused: `{ ($.eventName = "AssumeRole") && ($.errorCode = "*") && ($.errorMessage = "*${custodianArn}*") }`,
    CallerRewritten: `{ ($.eventName = "UpdateFunctionCo*") && ${onCallers} && ${notByDeploy} }`,
  };
}
