import type { Context } from '../../policy/request.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { everyPrincipal, type Principal } from './principals.ts';
import { mayOpen } from './key-use.ts';
import { contextOfPlace, type Place, places } from './places.ts';
import { opener, promisedCallers } from './promises.ts';
import { currentEpoch, roleNamed, shortName, tableNamed } from './proven-house.ts';
import { fittingSessions, plainSession, sayingOf, type Session } from './sessions.ts';

/** One try to become the custodian: what is asked for, with which login, which other tags, from which function. */
export type Attempt = Session & {
  readonly externalId: string | undefined;
  readonly otherTags: readonly string[];
  readonly from: Place;
};

const logins = [currentEpoch, 'external-id-of-an-older-epoch', undefined];
const tagSets = [[], ['store']];

/** Every session asked for with every login, with and without a further tag, from everywhere. */
export function attemptsOf(sessions: readonly Session[]): readonly Attempt[] {
  return sessions.flatMap(session =>
    logins.flatMap(externalId =>
      tagSets.flatMap(otherTags => places.map(from => ({ ...session, externalId, otherTags, from }))),
    ),
  );
}

/** The attempts that should succeed, and all that differ from such a one in one thing. */
export function attemptsOneStepOff(sessions: readonly Session[]): readonly Attempt[] {
  const right = { externalId: currentEpoch, otherTags: [], from: 'its own function' } as const;
  const good = fittingSessions.map(session => ({ ...session, ...right }));
  return [
    ...sessions.map(session => ({ ...session, ...right })),
    ...good.flatMap(attempt => [
      ...logins.map(externalId => ({ ...attempt, externalId })),
      ...tagSets.map(otherTags => ({ ...attempt, otherTags })),
      ...places.map(from => ({ ...attempt, from })),
    ]),
  ];
}

/** Asks for every principal whether it becomes the custodian, and compares it with the promise of DESIGN §3. */
export function proveBecoming(judge: Judge, attempts: readonly Attempt[]): readonly Finding[] {
  const wrong = everyPrincipal(judge.house).flatMap(principal =>
    attempts.flatMap(attempt => {
      const becomes = mayBecome(judge, principal, attempt);
      if (becomes === isPromised(principal, attempt)) return [];
      const name = becomes ? 'becomes-the-custodian' : 'cannot-do-its-work';
      const rest = `login ${attempt.externalId ?? 'none'}, other tags ${attempt.otherTags.length}, from ${attempt.from}`;
      return [{ name, who: principal.name, example: `${sayingOf(attempt)}, ${rest}` } as const];
    }),
  );
  return distinct([...wrong, ...otherDoors(judge), ...otherRoles(judge), ...sessionLimits(judge)]);
}

/** Whether STS would answer this attempt with a session; it checks an action for each thing that is passed. */
export function mayBecome(judge: Judge, principal: Principal, attempt: Attempt): boolean {
  const resource = roleNamed(judge.house, opener).arn;
  const tags = tagContext(attempt);
  const person: Context =
    attempt.sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': attempt.sourceIdentity };
  const login: Context = attempt.externalId === undefined ? {} : { 'sts:ExternalId': attempt.externalId };
  const place = contextOfPlace(judge.house, principal, attempt.from);
  const names = { 'sts:RoleSessionName': attempt.name };
  const may = (action: string, context: Context) =>
    judge.may({ principal, session: plainSession, action, resource, context: { ...context, ...place } });
  return (
    may('sts:AssumeRole', { ...tags, ...person, ...login, ...names }) &&
    (Object.keys(tags).length === 0 || may('sts:TagSession', tags)) &&
    (Object.keys(person).length === 0 || may('sts:SetSourceIdentity', person))
  );
}

function tagContext({ purpose, otherTags }: Attempt): Context {
  const keys = [...(purpose === undefined ? [] : ['purpose']), ...otherTags];
  if (keys.length === 0) return {};
  const values = keys.map(key => [`aws:RequestTag/${key}`, key === 'purpose' ? (purpose ?? '') : 'x']);
  return { 'aws:TagKeys': keys, ...Object.fromEntries(values) };
}

function isPromised(principal: Principal, attempt: Attempt): boolean {
  const caller = promisedCallers.find(({ role }) => role === principal.role);
  if (caller === undefined) return false;
  const purposes: readonly (string | undefined)[] = caller.purposes;
  return (
    attempt.externalId === currentEpoch &&
    attempt.otherTags.length === 0 &&
    attempt.from === 'its own function' &&
    purposes.includes(attempt.purpose) &&
    attempt.sourceIdentity?.startsWith(caller.kind) === true &&
    // Which of its own purposes the name says is compared with the tag by the number key.
    purposes.some(purpose => attempt.name.startsWith(`${purpose}-`))
  );
}

/** Sign-in providers and root's task sessions open no door to the custodian. */
function otherDoors(judge: Judge): readonly Finding[] {
  const { arn } = roleNamed(judge.house, opener);
  const actions = ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoot'];
  return everyPrincipal(judge.house).flatMap(principal =>
    actions
      .filter(action => judge.may({ principal, session: plainSession, action, resource: arn }))
      .map(example => ({ name: 'becomes-the-custodian', who: principal.name, example }) as const),
  );
}

/** No principal but a service may become any other role of the templates. */
function otherRoles(judge: Judge): readonly Finding[] {
  const others = judge.house.deployment.roles.filter(role => shortName(judge.house, role.arn) !== opener);
  return everyPrincipal(judge.house)
    .filter(principal => principal.caller('x').kind !== 'service')
    .flatMap(principal =>
      others
        .filter(({ arn }) =>
          judge.may({ principal, session: plainSession, action: 'sts:AssumeRole', resource: arn }),
        )
        .map(({ name }) => ({ name: 'becomes-another-role', who: principal.name, example: name }) as const),
    );
}

/** A session from before the cut-off of `RevokeOlder` may nothing, and none lasts longer than an hour. */
function sessionLimits(judge: Judge): readonly Finding[] {
  const vault = tableNamed(judge.house, 'Vault').arn;
  const old = fittingSessions.map(session => ({ ...session, issuedAt: '1999-12-31T23:59:59Z' }));
  const revoked = everyPrincipal(judge.house)
    .filter(principal => principal.role === opener)
    .flatMap(principal =>
      old
        .filter(session => {
          const reading = { principal, session, action: 'dynamodb:GetItem', resource: vault };
          return mayOpen(judge, principal, session) || judge.may(reading);
        })
        .map(
          session =>
            ({ name: 'outlives-the-cut-off', who: principal.name, example: sayingOf(session) }) as const,
        ),
    );
  const { maxSessionSeconds } = roleNamed(judge.house, opener);
  const example = `${maxSessionSeconds} s`;
  return maxSessionSeconds > 3600
    ? [...revoked, { name: 'session-too-long', who: opener, example }]
    : revoked;
}
