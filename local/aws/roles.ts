import type { PolicyDocument } from '../../policy/request.ts';
import type { RoleResource } from '../deployment.ts';
import { AwsError } from './aws-error.ts';

/** A role as IAM holds it now; inline policies by name. */
export type Role = {
  readonly arn: string;
  readonly name: string;
  readonly maxSessionSeconds: number;
  readonly boundary?: PolicyDocument;
  readonly boundaryArn?: string;
  trust: PolicyDocument;
  policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  /** Whether an IAM call changed it since it was deployed. */
  changed: boolean;
};

/** The roles of the deployment, changed by the IAM verbs at once. */
export type RoleBook = {
  byName(name: string): Role;
  byArn(arn: string): Role | undefined;
  all(): readonly Role[];
  /** Puts every role back to what is deployed, with its documents passed through `resolve`. */
  deploy(resolve: <T>(document: T) => T): void;
};

/** Takes the roles as synthesized. */
export function makeRoleBook(resources: readonly RoleResource[]): RoleBook {
  let roles: readonly Role[] = resources.map(newRole);
  return {
    byName: name => {
      const found = roles.find(role => role.name === name);
      if (found === undefined) throw new AwsError('NoSuchEntity', 'The role cannot be found.', 404);
      return found;
    },
    byArn: arn => roles.find(role => role.arn === arn),
    all: () => roles,
    deploy: resolve => {
      roles = resources.map(resource => newRole(resolve(resource)));
    },
  };
}

function newRole(resource: RoleResource): Role {
  return { ...resource, changed: false };
}
