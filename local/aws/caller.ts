import { createHash, randomBytes } from 'node:crypto';
import type { PolicyDocument } from '../../policy/request.ts';

/** A signed-in principal: whose keys signed a call and what IAM knows about that session. Times in epoch ms. */
export type Session = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly account: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** `<role id>:<session name>`, the value of aws:userid. */
  readonly userId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  readonly sessionPolicy?: PolicyDocument;
  /** The function these credentials were given to; absent for sessions it assumed, as in AWS. */
  readonly functionArn?: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs?: number;
  /** Sessions taken with other temporary credentials point at them: chaining limits, and whose invocation it is. */
  readonly parent?: Session;
};

/** What is asked for when a session is made; lengths in seconds, endless for function credentials. */
export type SessionRequest = {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly functionArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  readonly sessionPolicy?: PolicyDocument;
  readonly parent?: Session;
  readonly durationSeconds?: number;
};

/** The sessions that exist and whether the environment behind each is running an invocation. */
export type CallerRegistry = {
  issue(request: SessionRequest, nowMs: number): Session;
  find(accessKeyId: string): Session | undefined;
  revoke(accessKeyId: string): void;
  setBusy(accessKeyId: string, busy: boolean): void;
  /** False between invocations: Lambda would be frozen, so a call then would be lost in AWS. */
  isBusy(session: Session): boolean;
};

/** An empty registry; sessions past their life are dropped when others are made. */
export function makeCallerRegistry(): CallerRegistry {
  const sessions = new Map<string, Session>();
  const idle = new Set<string>();
  const drop = (id: string): void => {
    sessions.delete(id);
    idle.delete(id);
  };
  return {
    issue: (request, nowMs) => {
      dropLongExpired(sessions, nowMs, drop);
      const session = makeSession(request, nowMs);
      sessions.set(session.accessKeyId, session);
      return session;
    },
    find: id => sessions.get(id),
    revoke: drop,
    setBusy: (id, busy) => void (busy ? idle.delete(id) : idle.add(id)),
    isBusy: session => !idle.has(rootOf(session).accessKeyId),
  };
}

/** The unique id IAM gives a role (`AROA…`); the same role always has the same one here. */
export function roleIdOf(roleArn: string): string {
  return `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
}

/** The last part of a role ARN, its name without a path. */
export function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

function rootOf(session: Session): Session {
  return session.parent === undefined ? session : rootOf(session.parent);
}

function makeSession(request: SessionRequest, nowMs: number): Session {
  const { durationSeconds, tags, transitiveTagKeys, ...given } = request;
  const account = request.roleArn.split(':')[4] ?? '';
  return {
    ...given,
    accessKeyId: `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleNameOf(request.roleArn)}/${request.sessionName}`,
    userId: `${roleIdOf(request.roleArn)}:${request.sessionName}`,
    tags: tags ?? {},
    transitiveTagKeys: transitiveTagKeys ?? [],
    issuedAtMs: nowMs,
    ...(durationSeconds === undefined ? {} : { expiresAtMs: nowMs + durationSeconds * 1000 }),
  };
}

const keepExpiredForMs = 24 * 3600 * 1000;

function dropLongExpired(sessions: Map<string, Session>, nowMs: number, drop: (id: string) => void): void {
  for (const [id, session] of sessions) {
    if (session.expiresAtMs !== undefined && session.expiresAtMs + keepExpiredForMs < nowMs) drop(id);
  }
}
