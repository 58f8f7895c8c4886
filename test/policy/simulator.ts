import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { AccessRequest, Caller, Context, PolicyDocument, PolicySet } from '../../policy/request.ts';

/** How another implementation answers: the three results IAM itself distinguishes. */
export type Answer = 'allowed' | 'denied explicitly' | 'denied implicitly';

const ANSWERS: Record<string, Answer> = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'denied explicitly',
  ImplicitlyDenied: 'denied implicitly',
};

const named = (policy: PolicyDocument, at: number) => ({ name: `policy-${at}`, policy });

/**
 * Asks `@cloud-copilot/iam-simulate`. It silently drops condition keys it does not know, so a dropped key or a
 * refused policy throws here instead of becoming an answer.
 */
export async function simulate(request: AccessRequest, policies: PolicySet): Promise<Answer> {
  const result = await runSimulation(
    {
      request: {
        principal: request.caller.kind === 'service' ? request.caller.service : request.caller.arn,
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount },
        contextVariables: contextOf(request),
      },
      identityPolicies: policies.identity.map(named),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(policies.session && { sessionPolicy: policies.session }),
      ...(policies.resource && { resourcePolicy: policies.resource.document }),
      ...(policies.boundary && { permissionBoundaryPolicies: [named(policies.boundary, 0)] }),
    },
    {},
  );
  if (result.resultType !== 'single') throw new Error(`simulator: ${JSON.stringify(result)}`);
  const dropped = result.result.ignoredContextKeys ?? [];
  if (dropped.length > 0) throw new Error(`simulator dropped ${dropped.join(', ')}`);
  const answer = ANSWERS[result.overallResult];
  if (answer === undefined) throw new Error(`simulator: ${result.overallResult}`);
  return answer;
}

/** The simulator derives nothing from the caller, so the keys that IAM always adds are spelled out for it. */
function contextOf(request: AccessRequest): Record<string, string | string[]> {
  const own: Context = { ...request.context, 'aws:ResourceAccount': request.resourceAccount };
  const all = Object.entries({ ...own, ...keysOf(request.caller) });
  return Object.fromEntries(all.map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]));
}

function keysOf(caller: Caller): Context {
  if (caller.kind === 'service') {
    return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': caller.service };
  }
  return {
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalArn': caller.kind === 'role' ? caller.roleArn : caller.arn,
    'aws:PrincipalType': { role: 'AssumedRole', user: 'User', root: 'Account' }[caller.kind],
    'aws:PrincipalIsAWSService': 'false',
    ...(caller.kind === 'user' && { 'aws:username': caller.arn.slice(caller.arn.lastIndexOf('/') + 1) }),
  };
}
