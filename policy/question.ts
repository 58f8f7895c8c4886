import { comparedAction } from './action-pattern.ts';
import { arnParts } from './arn.ts';
import { PolicyError } from './policy-error.ts';
import type { AccessRequest, PolicySet } from './request.ts';
import { RequestKeys } from './request-keys.ts';

/** A checked request with its keys ready, as statements see it. */
export type Question = {
  readonly request: AccessRequest;
  /** The action in lower case. */
  readonly action: string;
  readonly keys: RequestKeys;
  readonly hasBoundary: boolean;
};

const ASSUMES = /^sts:(?:assumerole\w*|tagsession|setsourceidentity)$/iu;
const KEY_ARN = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//u;

/**
 * Prepares a request. Refused are an action that is no action, a resource that is neither an ARN nor `*` or lies in
 * another account than stated, and a role or key without its trust or key policy: leaving that out must not decide.
 */
export function questionOf(request: AccessRequest, policies: PolicySet): Question {
  const action = comparedAction(request.action);
  checkResource(request);
  const needed = neededPolicy(request);
  if (needed !== undefined && policies.resource?.kind !== needed) {
    throw new PolicyError('policies', `this action is decided by a ${needed} policy`);
  }
  return { request, action, keys: new RequestKeys(request), hasBoundary: policies.boundary !== undefined };
}

function checkResource({ resource, resourceAccount }: AccessRequest): void {
  if (!/^\d{12}$/u.test(resourceAccount))
    throw new PolicyError('resourceAccount', 'an account has twelve digits');
  if (resource === '*') return;
  const account = arnParts(resource)?.[4];
  if (account === undefined) throw new PolicyError('resource', 'a resource is an ARN or *');
  if (/^\d{12}$/u.test(account) && account !== resourceAccount) {
    throw new PolicyError('resourceAccount', 'is not the account in the ARN');
  }
}

function neededPolicy({ action, resource }: AccessRequest): 'trust' | 'key' | undefined {
  if (ASSUMES.test(action)) return 'trust';
  return /^kms:/iu.test(action) && KEY_ARN.test(resource) ? 'key' : undefined;
}
