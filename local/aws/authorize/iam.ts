import type { Body } from '../engine.ts';
import { requiredText } from '../fields.ts';
import type { RoleBook } from '../roles.ts';
import { contextOf, type AccessReader } from './access.ts';

const bounded = new Set(['PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy']);

/** IAM permissions on the role named; iam:PermissionsBoundary is supplied where IAM lists it. */
export function makeIamAccessReader(roles: RoleBook): AccessReader {
  return (operation, body: Body) => {
    const role = roles.byName(requiredText(body, 'RoleName'));
    const boundary = bounded.has(operation) ? role.boundaryArn : undefined;
    return [
      {
        action: `iam:${operation}`,
        resource: role.arn,
        context: contextOf({ 'iam:PermissionsBoundary': boundary }),
      },
    ];
  };
}
