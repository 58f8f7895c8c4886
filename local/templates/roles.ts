import * as z from 'zod';
import type { PolicyDocument } from '../../policy/request.ts';
import type { RoleResource } from '../deployment.ts';
import { type Resource, type Resources, readProperties } from './resources.ts';
import { policyDocument } from './stores.ts';
import { TemplateProblem } from './template-problem.ts';

const namedPolicy = z.object({ PolicyName: z.string(), PolicyDocument: policyDocument });

const roleSchema = z.object({
  AssumeRolePolicyDocument: policyDocument,
  Policies: z.array(namedPolicy).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.string().optional(),
  MaxSessionDuration: z.coerce.number().default(3600),
});

const attachedSchema = namedPolicy.extend({ Roles: z.array(z.string()).default([]) });
const rolePolicySchema = namedPolicy.extend({ RoleName: z.string() });
const managedSchema = z.object({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) });

type Policy = { readonly name: string; readonly document: PolicyDocument };
type Attached = Policy & { readonly roles: readonly string[]; readonly arn?: string };

/**
 * The roles with everything that speaks for them: inline policies, policies attached from any stack, managed policies
 * and the boundary. `deployOnly` names roles that only deployments use; a policy of AWS's own is refused elsewhere.
 */
export function readRoles(resources: Resources, deployOnly: ReadonlySet<string>): readonly RoleResource[] {
  const attached = readAttached(resources);
  return resources.ofType('AWS::IAM::Role').map(resource => {
    const role = readProperties(roleSchema, resource);
    const arn = resource.attributes['Arn'] ?? '';
    const own = role.Policies.map(policy => ({ name: policy.PolicyName, document: policy.PolicyDocument }));
    const byRole = attached.filter(policy => policy.roles.includes(resource.ref));
    const byArn = deployOnly.has(arn)
      ? []
      : role.ManagedPolicyArns.map(policy => managed(policy, attached, resource));
    return {
      arn,
      name: resource.ref,
      trust: role.AssumeRolePolicyDocument,
      policies: [...own, ...byRole, ...byArn].map(({ name, document }) => ({ name, document })),
      maxSessionSeconds: role.MaxSessionDuration,
      ...(role.PermissionsBoundary !== undefined && {
        boundary: managed(role.PermissionsBoundary, attached, resource).document,
        boundaryArn: role.PermissionsBoundary,
      }),
    };
  });
}

function readAttached(resources: Resources): readonly Attached[] {
  const inline = resources.ofType('AWS::IAM::Policy').map(resource => {
    const policy = readProperties(attachedSchema, resource);
    return { name: policy.PolicyName, document: policy.PolicyDocument, roles: policy.Roles };
  });
  const single = resources.ofType('AWS::IAM::RolePolicy').map(resource => {
    const policy = readProperties(rolePolicySchema, resource);
    return { name: policy.PolicyName, document: policy.PolicyDocument, roles: [policy.RoleName] };
  });
  const managedPolicies = resources.ofType('AWS::IAM::ManagedPolicy').map(resource => {
    const policy = readProperties(managedSchema, resource);
    return { name: resource.place, document: policy.PolicyDocument, roles: policy.Roles, arn: resource.ref };
  });
  return [...inline, ...single, ...managedPolicies];
}

function managed(arn: string, attached: readonly Attached[], role: Resource): Policy {
  const found = attached.find(policy => policy.arn === arn);
  if (found === undefined) {
    throw new TemplateProblem(
      role.place,
      `uses the managed policy ${arn}, whose text is not in the templates`,
    );
  }
  return found;
}
