import { evaluate } from '../../policy/evaluate.ts';
import type { Context, PolicySet } from '../../policy/request.ts';
import type { Principal } from './principals.ts';
import type { ProvenHouse } from './proven-house.ts';
import { contextOf, type Session } from './sessions.ts';

/** One question: may this principal, in this session, do this to that. `context` is what the service adds. */
export type Ask = {
  readonly principal: Principal;
  readonly session: Session;
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
};

/** Answers questions by the policies of a house, with the evaluator the local system enforces them with. */
export type Judge = {
  readonly house: ProvenHouse;
  readonly may: (ask: Ask) => boolean;
  /** How many questions were answered. */
  readonly evaluations: () => number;
};

/** A judge over the identity, key, trust, table, bucket, secret and queue policies of the templates. */
export function makeJudge(house: ProvenHouse): Judge {
  const guards = guardsOf(house);
  const accounts = new Map<string, string>();
  let evaluations = 0;
  const keep = (resource: string) => {
    const account = accountOf(resource) ?? house.deployment.account;
    accounts.set(resource, account);
    return account;
  };
  return {
    house,
    evaluations: () => evaluations,
    may: ({ principal, session, action, resource, context }) => {
      evaluations += 1;
      const caller = principal.caller(session.name);
      // A trust policy speaks about becoming the role, not about changing it.
      const guard = action.startsWith('iam:') ? undefined : guards.get(guardedBy(resource));
      const request = {
        caller,
        action,
        resource,
        resourceAccount: accounts.get(resource) ?? keep(resource),
        context: { ...contextOf(session, caller), ...context },
      };
      return evaluate(request, {
        identity: principal.identity,
        ...(principal.boundary === undefined ? {} : { boundary: principal.boundary }),
        ...(guard === undefined ? {} : { resource: guard }),
      }).allowed;
    },
  };
}

type Guard = NonNullable<PolicySet['resource']>;

function guardsOf({ deployment }: ProvenHouse): ReadonlyMap<string, Guard> {
  const { tables, buckets, secrets, queues } = deployment;
  const guards = new Map<string, Guard>();
  for (const { arn, policy } of deployment.keys) guards.set(arn, { kind: 'key', document: policy });
  for (const { arn, trust } of deployment.roles) guards.set(arn, { kind: 'trust', document: trust });
  for (const { arn, resourcePolicy } of [...tables, ...buckets, ...secrets, ...queues]) {
    if (resourcePolicy !== undefined) guards.set(arn, { kind: 'resource', document: resourcePolicy });
  }
  return guards;
}

/** An object is guarded by the policy of its bucket. */
function guardedBy(resource: string): string {
  return resource.startsWith('arn:aws:s3:') ? (resource.split('/')[0] ?? resource) : resource;
}

function accountOf(resource: string): string | undefined {
  const account = resource.split(':')[4];
  return account === '' ? undefined : account;
}
