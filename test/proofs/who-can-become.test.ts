import { describe, expect, test } from 'vitest';
import { attemptsOf, mayBecome, proveBecoming } from './becoming.ts';
import { edges, reasons } from './edges.ts';
import { mayOpen } from './key-use.ts';
import { makeJudge } from './judge.ts';
import { allowing, withTrust } from './mutations.ts';
import { declaredPrincipals, type Principal } from './principals.ts';
import { opener, promisedCallers } from './promises.ts';
import { currentEpoch, type ProvenHouse, readHouse, roleNamed } from './proven-house.ts';
import { proveReachability } from './reachability.ts';
import { everySession, fits, type Session } from './sessions.ts';

const house = readHouse();

function principalOf(tried: ProvenHouse, role: string): Principal {
  const found = declaredPrincipals(tried).find(candidate => candidate.role === role);
  if (found === undefined) throw new Error(`there is no ${role}`);
  return found;
}

/** The sessions of everything tried that a caller gets, from its own function and with the current login. */
function sessionsOf(tried: ProvenHouse, role: string): readonly Session[] {
  const judge = makeJudge(tried);
  const principal = principalOf(tried, role);
  const rest = { externalId: currentEpoch, otherTags: [], from: 'its own function' } as const;
  return everySession.filter(session => mayBecome(judge, principal, { ...session, ...rest }));
}

const rewritten = withTrust(house, 'custodian', () => [
  {
    Effect: 'Allow',
    Principal: '*',
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
  },
]);

describe('the custodian', () => {
  test('is become by desk, deliver and rotator only, from their own functions, by the current login, for their own purposes', () => {
    const judge = makeJudge(house);
    const attempts = attemptsOf(everySession);
    expect(proveBecoming(judge, attempts)).toEqual([]);
    console.log(`custodian: ${attempts.length} attempts, ${judge.evaluations()} evaluations`);
    expect(judge.evaluations()).toBeGreaterThan(50_000);
  }, 60_000);

  test.each(promisedCallers)('is no way for $role to another’s purpose: the trust refuses it', caller => {
    const purposes = new Set(sessionsOf(house, caller.role).map(({ purpose }) => purpose));
    expect(purposes).toEqual(new Set<string>(caller.purposes));
  });

  test.each(promisedCallers)(
    'with a trust that admits everybody, $role still opens nothing for a purpose that is not its own kind’s',
    caller => {
      const judge = makeJudge(rewritten);
      const sessions = sessionsOf(rewritten, caller.role).filter(
        ({ sourceIdentity }) => sourceIdentity?.startsWith(caller.kind) === true,
      );
      const opening = sessions.filter(session => mayOpen(judge, principalOf(rewritten, opener), session));
      expect(sessions.length).toBeGreaterThan(opening.length);
      expect(new Set(opening.map(({ purpose }) => purpose))).toEqual(new Set(caller.purposes));
      expect(opening.filter(session => !fits(session))).toEqual([]);
    },
  );
});

describe('the steps to an opened number', () => {
  test('are those that are kept in the list, and no other', () => {
    expect(proveReachability(house, edges.dev)).toEqual([]);
  });

  test('have each a reason that is written down, and no reason is left over', () => {
    const takers = Object.values(edges).flatMap(stage => Object.keys(stage));
    expect(Object.keys(reasons).toSorted()).toEqual([...new Set(takers)].toSorted());
  });

  test('are told with their whole path when one is new', () => {
    const passing = allowing(house, 'store-till', 'iam:PassRole', roleNamed(house, 'custodian-desk').arn);
    expect(proveReachability(passing, edges.dev)).toEqual([
      {
        name: 'new-edge',
        who: 'store-till: iam:PassRole on the role of custodian-desk',
        example:
          'store-till → iam:PassRole on the role of custodian-desk → acts as custodian-desk, which becomes the custodian → an opened number',
      },
    ]);
  });
});
