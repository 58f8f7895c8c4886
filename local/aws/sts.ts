import type { CallerRegistry, Session } from './caller.ts';
import { AwsError } from './aws-error.ts';
import type { PolicyDocument } from '../../policy/request.ts';
import type { Body, Call, Engine } from './engine.ts';
import { numberAt, requiredText, textAt } from './fields.ts';
import { readPolicyText } from './policy-text.ts';
import type { RoleBook } from './roles.ts';
import { requestedTags, requestedTransitiveKeys } from './session-tags.ts';

const chainedLimitSeconds = 3600;

/**
 * STS: AssumeRole and GetCallerIdentity. Sessions end on the local clock. Every caller here holds a role's credentials
 * already, a function too, so each AssumeRole is role chaining and lasts 1 h at most.
 */
export function makeSts(callers: CallerRegistry, roles: RoleBook): Engine {
  return {
    handle: async (operation, body, call) => {
      if (operation === 'AssumeRole') return { body: assumeRole(callers, roles, body, call) };
      if (operation === 'GetCallerIdentity') return { body: identityOf(call.session) };
      throw new AwsError('InvalidAction', 'Not an operation of the local STS');
    },
    snapshot: async () => null,
    restore: async () => undefined,
  };
}

/** Refuses a malformed AssumeRole before anyone is asked whether it is allowed. */
export function checkAssumeRole(body: Body): void {
  const name = requiredText(body, 'RoleSessionName');
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw malformed('roleSessionName');
  const identity = textAt(body, 'SourceIdentity');
  if (identity !== undefined && !/^[\w+=,.@-]{2,64}$/.test(identity)) throw malformed('sourceIdentity');
  const external = textAt(body, 'ExternalId');
  if (external !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(external)) throw malformed('externalId');
  const seconds = durationOf(body);
  if (seconds < 900 || seconds > 43_200) throw malformed('durationSeconds');
  if (Object.keys(requestedTags(body)).length > 50) throw malformed('tags');
}

function assumeRole(callers: CallerRegistry, roles: RoleBook, body: Body, call: Call): Body {
  const role = roles.byArn(requiredText(body, 'RoleArn'));
  if (role === undefined) throw new AwsError('AccessDenied', 'The role cannot be assumed', 403);
  const seconds = durationOf(body);
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (seconds > chainedLimitSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const session = callers.issue(sessionRequest(body, call.session, role.arn, seconds), call.nowMs);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(call.nowMs + seconds * 1000).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    PackedPolicySize: 1,
    ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
  };
}

function sessionRequest(body: Body, parent: Session, roleArn: string, durationSeconds: number) {
  const inherited = Object.entries(parent.tags).filter(([key]) => parent.transitiveTagKeys.includes(key));
  const sourceIdentity = textAt(body, 'SourceIdentity') ?? parent.sourceIdentity;
  const policy = sessionPolicyOf(body);
  return {
    roleArn,
    parent,
    durationSeconds,
    sessionName: requiredText(body, 'RoleSessionName'),
    tags: { ...requestedTags(body), ...Object.fromEntries(inherited) },
    transitiveTagKeys: [...parent.transitiveTagKeys, ...requestedTransitiveKeys(body)],
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(policy === undefined ? {} : { sessionPolicy: policy }),
  };
}

function sessionPolicyOf(body: Body): PolicyDocument | undefined {
  const text = textAt(body, 'Policy');
  return text === undefined ? undefined : readPolicyText(text, 'MalformedPolicyDocument');
}

function identityOf(session: Session): Body {
  return { UserId: session.userId, Account: session.account, Arn: session.arn };
}

function durationOf(body: Body): number {
  return numberAt(body, 'DurationSeconds') ?? 3600;
}

function malformed(member: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint`,
  );
}
