import { distinct, type Finding } from './finding.ts';
import { makeJudge } from './judge.ts';
import { plus, withKey } from './mutations.ts';
import { everyPrincipal } from './principals.ts';
import { archivist, finder, opener, sealer } from './promises.ts';
import { type KeyName, keyNamed, keyNames, type ProvenHouse } from './proven-house.ts';
import { fittingSessions } from './sessions.ts';

const handsOn = /^kms:(?:CreateGrant|ReEncryptFrom|ReEncryptTo|ReplicateKey|ImportKeyMaterial)$/u;
const opens = /^kms:(?:Decrypt|GenerateDataKey\w*)$/u;
const computes = /^kms:(?:GenerateMac|VerifyMac)$/u;

/**
 * Adds to each key policy an Allow of everything to everybody and asks again: what is denied must stay denied, so
 * that no statement added by mistake opens a number (DESIGN §3, "explicit denies for everyone else").
 */
export function proveDenials(house: ProvenHouse, keyActions: readonly string[]): readonly Finding[] {
  const findings = keyNames(house).flatMap(name => {
    const everything = { Principal: '*', Action: 'kms:*', Resource: '*' };
    const judge = makeJudge(withKey(house, name, plus(everything)));
    const [session] = fittingSessions;
    if (session === undefined) throw new Error('nothing is promised to anybody');
    return everyPrincipal(house).flatMap(principal =>
      keyActions
        .filter(action => isDenied(name, action, principal.role))
        .filter(action => judge.may({ principal, session, action, resource: keyNamed(house, name).arn }))
        .map(action => ({
          name: 'denial-missing' as const,
          who: `${action} on the ${name} key`,
          example: `${principal.name} would be let through by an Allow`,
        })),
    );
  });
  return distinct(findings);
}

function isDenied(key: KeyName, action: string, role: string | undefined): boolean {
  if (handsOn.test(action)) return true;
  if (key === 'signing') return action === 'kms:Sign' && role !== archivist;
  if (key === 'number') return opens.test(action) && role !== opener;
  return computes.test(action) && role !== sealer && !(key === 'index' && role === finder);
}
