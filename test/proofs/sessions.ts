import type { Caller, Context } from '../../policy/request.ts';
import { closedPurposes, type PromisedCaller, promisedCallers } from './promises.ts';

/** What a session says of itself: purpose tag, SourceIdentity, session name, and when its credentials were issued. */
export type Session = {
  readonly purpose: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly name: string;
  readonly issuedAt?: string;
};

const row = '01JD0000000000000000000000';
const ownName = (purpose: string) => `${purpose}-${row}`;

/** Purposes that are tried: the closed list, one that is in no list, none. */
export const purposesTried: readonly (string | undefined)[] = [...closedPurposes, 'receipt', undefined];
/** SourceIdentities that are tried: staff, a campaign, a rotation, none. */
export const identitiesTried: readonly (string | undefined)[] = [
  `stf_${row}`,
  `cmp_${row}`,
  `rot_${row}`,
  undefined,
];
/** Session names that are tried: one for every purpose, and what an SDK invents by default. */
export const namesTried: readonly string[] = [
  ...closedPurposes.map(ownName),
  'aws-sdk-js-session-1764000000000',
];

/** The sessions that must be able to work: for every promised purpose, with fitting SourceIdentity and name. */
export const fittingSessions: readonly Session[] = promisedCallers.flatMap(({ purposes, kind }) =>
  purposes.map(purpose => ({ purpose, sourceIdentity: `${kind}${row}`, name: ownName(purpose) })),
);

/** A session that says nothing of itself, as a function's own or a person's. */
export const plainSession: Session = {
  purpose: undefined,
  sourceIdentity: undefined,
  name: 'aws-sdk-js-session-1764000000000',
};

/** Every purpose with every SourceIdentity and every name. */
export const everySession: readonly Session[] = purposesTried.flatMap(purpose =>
  identitiesTried.flatMap(sourceIdentity => namesTried.map(name => ({ purpose, sourceIdentity, name }))),
);

/**
 * The fitting sessions, all that differ from one of them in one thing, and those that name one purpose throughout, for
 * anybody: enough to see a condition missing or a purpose added.
 */
export const sessionsOneStepOff: readonly Session[] = unique([
  ...fittingSessions,
  plainSession,
  ...closedPurposes.flatMap(purpose =>
    identitiesTried.map(sourceIdentity => ({ purpose, sourceIdentity, name: ownName(purpose) })),
  ),
  ...fittingSessions.flatMap(session => [
    ...purposesTried.map(purpose => ({ ...session, purpose })),
    ...identitiesTried.map(sourceIdentity => ({ ...session, sourceIdentity })),
    ...namesTried.map(name => ({ ...session, name })),
  ]),
]);

/** The sessions that the Vault tells apart: fitting ones, and those that lack a purpose or somebody, or only check. */
export const sessionsAtTheVault: readonly Session[] = [
  plainSession,
  ...fittingSessions,
  ...fittingSessions.slice(0, 1).flatMap(session => [
    { ...session, purpose: undefined },
    { ...session, sourceIdentity: undefined },
    { ...session, purpose: 'rotation-check' },
  ]),
];

function unique(sessions: readonly Session[]): readonly Session[] {
  return [...new Map(sessions.map(session => [sayingOf(session), session])).values()];
}

/** A session in a line. */
export function sayingOf({ purpose, sourceIdentity, name }: Session): string {
  return `purpose ${purpose ?? 'none'}, identity ${sourceIdentity ?? 'none'}, session ${name}`;
}

/** Whose session this is where purpose, SourceIdentity and session name say the same; undefined where they do not. */
export function callerOf({ purpose, sourceIdentity, name }: Session): PromisedCaller | undefined {
  return promisedCallers.find(
    caller =>
      (caller.purposes as readonly (string | undefined)[]).includes(purpose) &&
      sourceIdentity?.startsWith(caller.kind) === true &&
      name.startsWith(`${purpose}-`),
  );
}

/** Whether purpose, SourceIdentity and session name say the same, and it is promised. */
export function fits(session: Session): boolean {
  return callerOf(session) !== undefined;
}

/** The condition keys a session carries wherever it goes, by AWS's list of global keys. */
export function contextOf(session: Session, caller: Caller): Context {
  if (caller.kind === 'service') return {};
  const userId = caller.kind === 'role' ? `AROAEXAMPLE:${session.name}` : 'AIDAEXAMPLE';
  return {
    'aws:userid': userId,
    'aws:TokenIssueTime': session.issuedAt ?? '2026-11-21T00:00:00Z',
    'aws:CurrentTime': '2026-11-21T00:10:00Z',
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    ...(session.purpose === undefined ? {} : { 'aws:PrincipalTag/purpose': session.purpose }),
    ...(session.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': session.sourceIdentity }),
  };
}
