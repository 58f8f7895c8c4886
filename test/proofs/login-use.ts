import type { Context } from '../../policy/request.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Ask, Judge } from './judge.ts';
import { contextOfPlace, type Place, places } from './places.ts';
import { declaredPrincipals, everyPrincipal, type Principal } from './principals.ts';
import { loginKeeper, loginRights, loginStateVerbs, writingVerbs } from './promises.ts';
import { type ProvenHouse, shortName, tableNamed } from './proven-house.ts';
import { plainSession } from './sessions.ts';

/** The versions of the login secret that are asked for, by their label; none is a read by the version's own id. */
const stages = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS', 'CANARY', undefined] as const;

/**
 * What the roles of the house may do with the login secret, of all `actions` that AWS has: whoever enters reads the
 * login in use, the rotator keeps the versions, each from its own function; nobody touches the secret itself.
 */
export function proveLoginSecret(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const onSecrets = actions.filter(action => action.startsWith('secretsmanager:'));
  const resource = loginArn(judge.house);
  const findings = declaredPrincipals(judge.house).flatMap(principal =>
    onSecrets.flatMap(action =>
      stages.flatMap(stage =>
        places.flatMap(place => {
          const context: Context = {
            ...contextOfPlace(judge.house, principal, place),
            ...(stage === undefined ? {} : { 'secretsmanager:VersionStage': stage }),
          };
          const ask = { principal, session: plainSession, action, resource, context };
          const promised = mayUse(principal, action, stage, place);
          return compare(judge, 'uses-the-login', ask, promised, `${stage ?? 'by its id'}, from ${place}`);
        }),
      ),
    ),
  );
  return distinct(findings);
}

/** The login secret. */
export function loginArn(house: ProvenHouse): string {
  const login = house.deployment.secrets.find(({ arn }) =>
    shortName(house, arn).startsWith('custodian-login'),
  );
  if (login === undefined) throw new Error('there is no login in the templates');
  return login.arn;
}

function mayUse({ role }: Principal, action: string, stage: string | undefined, place: Place): boolean {
  const rights = loginRights[role ?? ''] ?? [];
  const verb = action.replace('secretsmanager:', '');
  const granted = rights.includes(verb) || (stage !== undefined && rights.includes(`${verb} of ${stage}`));
  return granted && place === 'its own function';
}

/** The ways in which a write of what is known of the login can reach the Book: by itself or among others. */
const ways: Readonly<Record<string, Context>> = {
  'by itself': { 'dynamodb:LeadingKeys': ['LOGIN'] },
  'in a transaction': {
    'dynamodb:LeadingKeys': ['LOGIN'],
    'dynamodb:EnclosingOperation': 'TransactWriteItems',
  },
  'in a batch with others': { 'dynamodb:LeadingKeys': ['SHP#shp_01JD0000000000000000000000', 'LOGIN'] },
};

/** Verbs that change or remove rows of a whole table, and so carry no key of one. */
const keyless = ['UpdateTimeToLive', 'WriteDataForReplication'];

/** The rotator alone writes what is known of the login, whatever is attached to anybody else. */
export function proveLoginState(judge: Judge): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Book');
  const findings = everyPrincipal(judge.house).flatMap(principal =>
    writingVerbs.flatMap(verb => {
      const tried = keyless.includes(verb) ? { 'with the whole table': {} } : ways;
      return Object.entries(tried).flatMap(([way, context]) => {
        const ask = { principal, session: plainSession, action: `dynamodb:${verb}`, resource: arn, context };
        return compare(judge, 'writes-the-login-state', ask, mayWrite(principal, verb), way);
      });
    }),
  );
  return distinct(findings);
}

function mayWrite({ role, declared }: Principal, verb: string): boolean {
  if (role !== loginKeeper || keyless.includes(verb)) return false;
  return !declared || loginStateVerbs.includes(verb);
}

function compare(
  judge: Judge,
  name: FindingName,
  ask: Ask,
  promised: boolean,
  example: string,
): readonly Finding[] {
  const may = judge.may(ask);
  if (may === promised) return [];
  return [{ name: may ? name : 'cannot-do-its-work', who: `${ask.principal.name}: ${ask.action}`, example }];
}
