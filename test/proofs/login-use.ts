import type { Context } from '../../policy/request.ts';
import { compareWithPromise } from './compare.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { contextOfPlace, type Place, places } from './places.ts';
import { declaredPrincipals, type Principal } from './principals.ts';
import { loginRights } from './promises.ts';
import { type ProvenHouse, shortName } from './proven-house.ts';
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
          const example = `${stage ?? 'by its id'}, from ${place}`;
          return compareWithPromise(judge, 'uses-the-login', ask, promised, example);
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
