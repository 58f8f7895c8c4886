import type { Decision } from '../../policy/request.ts';
import { AwsError } from './aws-error.ts';
import type { Access } from './authorize/access.ts';
import { shownContext, type Authorizer } from './authorize/authorizer.ts';
import { type CallerRegistry, roleNameOf, type Session } from './caller.ts';
import type { Trail, TrailEntry } from './trail.ts';
import type { Body, Units } from './engine.ts';
import type { EventLog } from './logs/event-log.ts';
import { isManagement, type ManagementEvent, recordedParameters } from './logs/management-event.ts';

/** Who calls what, when; `requestId` is the one the answer will carry. Of `body` only a few names are ever recorded. */
export type CallAtDoor = {
  readonly service: string;
  readonly operation: string;
  readonly body: Body;
  readonly session: Session;
  readonly nowMs: number;
  readonly requestId: string;
};

/** How an admitted call ended: a code and a message when it failed, and what it cost. */
export type CallEnding = { readonly error?: string; readonly message?: string; readonly units?: Units };

/** What is on record of an admitted call; settled when it has ended, never when it hangs. */
export type CallRecord = { settle(ending: CallEnding): void };

/** Lets a call in or refuses it as the service would; either way one trail entry per permission it needed. */
export type Gatekeeper = { admit(call: CallAtDoor, accesses: readonly Access[]): CallRecord };

type Decided = { readonly access: Access; readonly decision: Decision };

/** A gatekeeper that decides with `authorize` and writes to `trail`; calls that have ended go to `events` too. */
export function makeGatekeeper(
  authorize: Authorizer,
  callers: CallerRegistry,
  trail: Trail,
  events: Pick<EventLog, 'add'>,
): Gatekeeper {
  return {
    admit: (call, accesses) => {
      const decided = accesses.map(access => ({
        access,
        decision: authorize(call.session, access, call.nowMs),
      }));
      if (decided.length === 0) decided.push(unguarded(call));
      const refused = decided.find(({ decision }) => !decision.allowed);
      const refusal = refused === undefined ? undefined : denial(call, refused);
      const outcome = refusal === undefined ? {} : { error: refusal.code };
      const mark = callers.isBusy(call.session) ? {} : { outsideInvocation: true as const };
      const records = decided.map(one => trail.add({ ...entryOf(call, one), ...outcome, ...mark }));
      const tell = (error?: ManagementEvent['error']): void => {
        if (isManagement(call.service, call.operation)) events.add(eventOf(call, accesses, error));
      };
      if (refusal !== undefined) {
        tell({ code: refusal.code, message: refusal.message, denied: true });
        throw refusal;
      }
      return {
        settle: ending => {
          settleAll(records, ending);
          const { error: code, message = '' } = ending;
          tell(code === undefined ? undefined : { code, message, denied: false });
        },
      };
    },
  };
}

function entryOf(call: CallAtDoor, { access, decision }: Decided): TrailEntry {
  const { session } = call;
  return {
    at: new Date(call.nowMs).toISOString(),
    principal: session.arn,
    service: call.service,
    operation: call.operation,
    action: access.action,
    resource: access.resource,
    context: shownContext(access),
    sessionTags: session.tags,
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    decision: decision.allowed ? 'Allow' : 'Deny',
    requestId: call.requestId,
  };
}

function eventOf(
  call: CallAtDoor,
  accesses: readonly Access[],
  error: ManagementEvent['error'],
): ManagementEvent {
  const { arn, userId, account, roleArn, issuedAtMs, sourceIdentity } = call.session;
  return {
    atMs: call.nowMs,
    service: call.service,
    operation: call.operation,
    caller: { arn, userId, account, roleArn, issuedAtMs, ...(sourceIdentity && { sourceIdentity }) },
    parameters: recordedParameters(call.service, call.body),
    resources: [...new Set(accesses.map(({ resource }) => resource))],
    requestId: call.requestId,
    ...(error && { error }),
  };
}

function settleAll(records: readonly CallRecord[], ending: CallEnding): void {
  const { units, error } = ending;
  const common = error === undefined ? {} : { error };
  for (const [place, record] of records.entries()) {
    record.settle(place === 0 && units !== undefined ? { ...common, units } : common);
  }
}

/** GetCallerIdentity needs no permission, and is on record all the same. */
function unguarded(call: CallAtDoor): Decided {
  const access = { action: `${call.service}:${call.operation}`, resource: '*', context: {} };
  return { access, decision: { allowed: true, reason: 'allowed' } };
}

const xmlCodes: Readonly<Record<string, string>> = {
  sns: 'AuthorizationError',
  sts: 'AccessDenied',
  iam: 'AccessDenied',
  s3: 'AccessDenied',
};

const because: Readonly<Record<Decision['reason'], string>> = {
  'explicit-deny': 'with an explicit deny',
  'no-allow': 'because no policy allows the action',
  boundary: 'because no permissions boundary allows the action',
  session: 'because no session policy allows the action',
  allowed: '',
};

function denial({ service, session }: CallAtDoor, { access, decision }: Decided): AwsError {
  const statement = decision.statement === undefined ? '' : ` (${decision.statement})`;
  // IAM words it by the role's name, the others by the ARN.
  const named = service === 'iam' ? `role ${roleNameOf(access.resource)}` : access.resource;
  const what = `${access.action} on resource: ${named}`;
  const why = `${because[decision.reason]}${statement}`;
  const message = `User: ${session.arn} is not authorized to perform: ${what} ${why}`;
  const code = xmlCodes[service];
  return code === undefined
    ? new AwsError('AccessDeniedException', message)
    : new AwsError(code, message, 403);
}
