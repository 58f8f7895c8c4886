import { type Question, questionOf } from './question.ts';
import type { AccessRequest, Decision, PolicyDocument, PolicySet } from './request.ts';
import { judge, type Verdict } from './verdict.ts';

/** `boundary` and `session` are absent where the caller has none, and then do not limit it. */
type Verdicts = {
  readonly identity: Verdict;
  readonly boundary: Verdict | undefined;
  readonly session: Verdict | undefined;
  readonly resource: Verdict;
};

/**
 * Decides one request as IAM does. An explicit deny anywhere wins. Inside an account an Allow of either side is
 * enough, but a trust or key policy must itself allow, or delegate by naming the account; across accounts both sides
 * must allow. An Allow for a role ARN stays inside boundary and session policy, one for the session or for everyone
 * does not. Throws PolicyError for a policy or request it does not understand. Documents are parsed once per object,
 * so a changed policy must be a new object. Rules: IAM User Guide, policy evaluation logic, permissions boundaries,
 * Principal; KMS Developer Guide, key policies.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const question = questionOf(request, policies);
  const verdicts = judgeAll(question, policies);
  const { resource, identity, boundary, session } = verdicts;
  const deny = resource.deny ?? identity.deny ?? boundary?.deny ?? session?.deny;
  if (deny !== undefined) return { allowed: false, reason: 'explicit-deny', statement: deny };
  if (request.caller.kind === 'service') return allowedBy(resource.allow.direct);
  if (request.caller.kind === 'root' && policies.resource?.kind === 'trust') return allowedBy(undefined);
  if (request.caller.account !== request.resourceAccount) return decideAcross(request, verdicts);
  return decideWithin(request, verdicts, policies.resource?.kind);
}

function judgeAll(question: Question, policies: PolicySet): Verdicts {
  const { identity, boundary, session, resource } = policies;
  const one = (name: string, document: PolicyDocument | undefined): Verdict | undefined =>
    document === undefined ? undefined : judge(question, 'identity', [{ name, document }]);
  return {
    identity: judge(
      question,
      'identity',
      identity.map((document, at) => ({ name: `identity[${at}]`, document })),
    ),
    boundary: one('boundary', boundary),
    session: one('session', session),
    resource:
      resource === undefined
        ? { deny: undefined, allow: {} }
        : judge(question, resource.kind, [{ name: resource.kind, document: resource.document }]),
  };
}

function decideWithin(
  request: AccessRequest,
  verdicts: Verdicts,
  kind: 'key' | 'trust' | 'resource' | undefined,
): Decision {
  const { direct, role, account } = verdicts.resource.allow;
  if (direct !== undefined) return allowedBy(direct);
  const mustDelegate = kind === 'key' || kind === 'trust';
  const own = mustDelegate && account === undefined ? undefined : ownAllow(request, verdicts);
  return withinLimits(role ?? own, verdicts);
}

function decideAcross(request: AccessRequest, verdicts: Verdicts): Decision {
  const { direct, role, account } = verdicts.resource.allow;
  const theirs = direct ?? role ?? account;
  return withinLimits(theirs === undefined ? undefined : ownAllow(request, verdicts), verdicts);
}

/** What the caller's own side allows; an account's root user needs no policy for that. */
function ownAllow(request: AccessRequest, { identity }: Verdicts): string | undefined {
  return request.caller.kind === 'root' ? 'root user' : identity.allow.direct;
}

function withinLimits(statement: string | undefined, { boundary, session }: Verdicts): Decision {
  if (statement === undefined) return allowedBy(undefined);
  if (boundary !== undefined && boundary.allow.direct === undefined)
    return { allowed: false, reason: 'boundary' };
  if (session !== undefined && session.allow.direct === undefined)
    return { allowed: false, reason: 'session' };
  return allowedBy(statement);
}

function allowedBy(statement: string | undefined): Decision {
  if (statement === undefined) return { allowed: false, reason: 'no-allow' };
  return { allowed: true, reason: 'allowed', statement };
}
