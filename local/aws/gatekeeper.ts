import type { Decision } from '../../policy/request.ts';
import { AwsError } from './aws-error.ts';
import type { Access } from './authorize/access.ts';
import { shownContext, type Authorizer } from './authorize/authorizer.ts';
import type { CallerRegistry, Session } from './caller.ts';
import type { Trail } from './trail.ts';
import type { Units } from './engine.ts';
import type { WireCall } from './wire/request.ts';

/** Lets a call in or refuses it as the service would; either way one trail entry per permission it needed. */
export type Gatekeeper = {
  admit(
    call: Pick<WireCall, 'service' | 'operation'>,
    session: Session,
    accesses: readonly Access[],
    nowMs: number,
    requestId: string,
  ): { settle(outcome: { error?: string; units?: Units }): void };
};

/** A gatekeeper that decides with `authorize` and writes to `trail`. */
export function makeGatekeeper(authorize: Authorizer, callers: CallerRegistry, trail: Trail): Gatekeeper {
  return {
    admit: (call, session, accesses, nowMs, requestId) => {
      const decided = (accesses.length === 0 ? [unguarded(call)] : accesses).map(access => ({
        access,
        decision: accesses.length === 0 ? always : authorize(session, access, nowMs),
      }));
      const refused = decided.find(({ decision }) => !decision.allowed);
      const error =
        refused === undefined ? undefined : denial(call.service, session, refused.access, refused.decision);
      const records = decided.map(({ access, decision }) =>
        trail.add({
          at: new Date(nowMs).toISOString(),
          principal: session.arn,
          service: call.service,
          operation: call.operation,
          action: access.action,
          resource: access.resource,
          context: shownContext(access),
          sessionTags: session.tags,
          ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
          decision: decision.allowed ? 'Allow' : 'Deny',
          requestId,
          ...(callers.isBusy(session) ? {} : { outsideInvocation: true as const }),
          ...(error === undefined ? {} : { error: error.code }),
        }),
      );
      if (error !== undefined) throw error;
      return {
        settle: ({ units, error: failed }) => {
          for (const [place, record] of records.entries()) {
            const outcome = failed === undefined ? {} : { error: failed };
            record.settle(place === 0 && units !== undefined ? { ...outcome, units } : outcome);
          }
        },
      };
    },
  };
}

const always: Decision = { allowed: true, reason: 'allowed' };

/** GetCallerIdentity needs no permission, and is on record all the same. */
function unguarded(call: Pick<WireCall, 'service' | 'operation'>): Access {
  return { action: `${call.service}:${call.operation}`, resource: '*', context: {} };
}

const queryCodes: Readonly<Record<string, string>> = {
  sns: 'AuthorizationError',
  sts: 'AccessDenied',
  iam: 'AccessDenied',
};

const because: Readonly<Record<Decision['reason'], string>> = {
  'explicit-deny': 'with an explicit deny',
  'no-allow': 'because no policy allows the action',
  boundary: 'because no permissions boundary allows the action',
  session: 'because no session policy allows the action',
  allowed: '',
};

function denial(service: string, session: Session, access: Access, decision: Decision): AwsError {
  const statement = decision.statement === undefined ? '' : ` (${decision.statement})`;
  const message = `User: ${session.arn} is not authorized to perform: ${access.action} on resource: ${access.resource} ${because[decision.reason]}${statement}`;
  const code = queryCodes[service];
  return code === undefined
    ? new AwsError('AccessDeniedException', message)
    : new AwsError(code, message, 403);
}
