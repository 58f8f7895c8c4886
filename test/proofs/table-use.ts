import type { Context } from '../../policy/request.ts';
import type { Verb } from './aws-verbs.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Ask, Judge } from './judge.ts';
import { declaredPrincipals, everyPrincipal, type Principal } from './principals.ts';
import { opener, readingVerbs, registerRights, sealer, tableVerbs, writingVerbs } from './promises.ts';
import { tableNamed } from './proven-house.ts';
import { fittingSessions, plainSession, sayingOf, type Session } from './sessions.ts';

const returned = [undefined, 'NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;

/**
 * Who reads and writes the Vault (DESIGN §4): the custodian alone reads, one row at a time, for a purpose and
 * somebody; verify alone writes, and nobody gets back what he overwrote. Tried with `sessions`.
 */
export function proveVault(judge: Judge, sessions: readonly Session[]): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Vault');
  const everybody = everyPrincipal(judge.house);
  const reading = everybody.flatMap(principal =>
    readingVerbs.flatMap(verb =>
      sessions.flatMap(session =>
        compare(
          judge,
          'reads-the-vault',
          ask(principal, verb, arn, session),
          isReading(principal, verb, session),
        ),
      ),
    ),
  );
  const writing = everybody.flatMap(principal =>
    writingVerbs.flatMap(verb => returned.flatMap(values => proveVaultWrite(judge, principal, verb, values))),
  );
  return distinct([...reading, ...writing]);
}

/** Whether a principal is promised this verb on the Vault in this session: the custodian, a row, for somebody. */
export function isReading(principal: Principal, verb: string, session: Session): boolean {
  const forSomebody = session.sourceIdentity !== undefined && session.purpose !== undefined;
  return (
    principal.role === opener && verb === 'GetItem' && forSomebody && session.purpose !== 'rotation-check'
  );
}

/** An administrator may write into the Vault, which opens nothing; but nobody may ask for the old row. */
function proveVaultWrite(
  judge: Judge,
  principal: Principal,
  verb: string,
  values: (typeof returned)[number],
): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Vault');
  const context: Context = values === undefined ? {} : { 'dynamodb:ReturnValues': values };
  const question = { ...ask(principal, verb, arn, plainSession), context };
  const asksBack = values !== undefined && values !== 'NONE' && /^(?:Put|Update|Delete)Item$/u.test(verb);
  if (asksBack) return compare(judge, 'gets-back-what-it-wrote', question, false);
  if (!principal.declared || readingVerbs.includes(verb)) return [];
  return compare(judge, 'writes-the-vault', question, principal.role === sealer && verb === 'PutItem');
}

/**
 * Who reads and writes the Register: rooms add rows, the desk reads them; nobody changes or removes one, not even
 * with AdministratorAccess.
 */
export function proveRegister(judge: Judge): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Register');
  const findings = everyPrincipal(judge.house).flatMap(principal => {
    const rewriting = writingVerbs.filter(verb => verb !== 'PutItem');
    const adding = principal.declared ? ['PutItem'] : [];
    const reading = principal.declared ? readingVerbs.filter(verb => !writingVerbs.includes(verb)) : [];
    const prove = (name: FindingName, verbs: readonly string[]) =>
      verbs.flatMap(verb => {
        const promised = registerRights[verb]?.includes(principal.role ?? '') === true;
        return [plainSession, ...fittingSessions].flatMap(session =>
          compare(judge, name, ask(principal, verb, arn, session), promised),
        );
      });
    return [
      ...prove('rewrites-the-register', [...rewriting, ...adding]),
      ...prove('reads-the-register', reading),
    ];
  });
  return distinct(findings);
}

/**
 * What the identity policies of the templates grant on Vault and Register by themselves, for a house of Allows alone:
 * no role may hold a right that only a table's policy takes away again.
 */
export function proveGrants(judge: Judge, sessions: readonly Session[]): readonly Finding[] {
  const declared = declaredPrincipals(judge.house);
  const vault = tableNamed(judge.house, 'Vault').arn;
  const register = tableNamed(judge.house, 'Register').arn;
  const granted = declared.flatMap(principal =>
    [...new Set([...readingVerbs, ...writingVerbs])].flatMap(verb =>
      sessions.flatMap(session => {
        const reads = isReading(principal, verb, session);
        const writes = principal.role === sealer && verb === 'PutItem';
        const adds = registerRights[verb]?.includes(principal.role ?? '') === true;
        const changes = writingVerbs.includes(verb) ? 'rewrites-the-register' : 'reads-the-register';
        return [
          ...compare(judge, 'reads-the-vault', ask(principal, verb, vault, session), reads || writes),
          ...compare(judge, changes, ask(principal, verb, register, session), adds),
        ];
      }),
    ),
  );
  return distinct(granted);
}

/** The names of the verbs on tables and streams that no list of ours holds: to be sorted before the proofs mean anything. */
export function unsortedVerbs(published: readonly Verb[]): readonly string[] {
  const sorted = new Set([...readingVerbs, ...writingVerbs, ...tableVerbs]);
  const aboutRows = ['table', 'index', 'stream', 'global-table'];
  return published
    .filter(({ on, name }) => on.some(kind => aboutRows.includes(kind)) && !sorted.has(name))
    .map(({ name, level }) => `${name} (${level})`);
}

function ask(principal: Principal, verb: string, resource: string, session: Session): Ask {
  return { principal, session, action: `dynamodb:${verb}`, resource };
}

function compare(judge: Judge, name: FindingName, question: Ask, promised: boolean): readonly Finding[] {
  const may = judge.may(question);
  if (may === promised) return [];
  const { principal, action, resource, session, context } = question;
  return [
    {
      name: may ? name : 'cannot-do-its-work',
      who: `${principal.name}: ${action} on ${resource.split('/').at(-1) ?? ''}`,
      example: [sayingOf(session), ...Object.values(context ?? {})].join(', '),
    },
  ];
}
