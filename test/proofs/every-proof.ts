import { proveArchive, proveArchiveGrants } from './archive-use.ts';
import type { Actions } from './aws-verbs.ts';
import { attemptsOneStepOff, proveBecoming } from './becoming.ts';
import { proveClosedFunctions, proveDeployOrder } from './deploy-order.ts';
import { edges } from './edges.ts';
import type { Finding, FindingName } from './finding.ts';
import { proveGate } from './gate.ts';
import { makeJudge } from './judge.ts';
import { proveKeptRows } from './kept-rows.ts';
import { proveLoginSecret } from './login-use.ts';
import { oneStepOff, proveKeyUse } from './key-use.ts';
import { proveDenials } from './denials.ts';
import { allowsAlone, withBucketPolicy } from './mutations.ts';
import type { ProvenHouse } from './proven-house.ts';
import { proveReachability } from './reachability.ts';
import { proveSchedules } from './schedules.ts';
import { sessionsAtTheVault, sessionsOneStepOff } from './sessions.ts';
import { proveNoSurplus } from './surplus.ts';
import { proveGrants, proveRegister, proveVault } from './table-use.ts';
import { proveDirectory, proveTrail } from './thing-use.ts';
import { proveWidestCustodian } from './widest-custodian.ts';

/** A proof with what it may find. */
export type Proof = {
  readonly finds: readonly FindingName[];
  readonly run: (house: ProvenHouse, actions: Actions) => Iterable<Finding>;
};

/**
 * All proofs, each over what is promised and everything one step off. Keys are asked twice, as they are and without
 * denials and boundaries: the Allows may not rest on those, nor (`proveDenials`) those on the Allows.
 */
export const proofs: readonly Proof[] = [
  {
    finds: [
      'opens-a-number',
      'seals-a-number',
      'computes-a-code',
      'signs-a-root',
      'administers-a-key',
      'uses-a-key',
      'cannot-do-its-work',
    ],
    run: proveKeysTwice,
  },
  { finds: ['denial-missing'], run: (house, actions) => proveDenials(house, actions.keys) },
  {
    finds: [
      'becomes-the-custodian',
      'becomes-another-role',
      'outlives-the-cut-off',
      'session-too-long',
      'cannot-do-its-work',
    ],
    run: house => proveBecoming(makeJudge(house), attemptsOneStepOff(sessionsOneStepOff)),
  },
  {
    finds: ['changes-rights', 'cannot-do-its-work'],
    run: (house, actions) => proveGate(makeJudge(house), actions.near),
  },
  {
    finds: ['widens-the-custodian'],
    run: (house, actions) => proveWidestCustodian(house, actions.near),
  },
  {
    finds: ['uses-the-login', 'cannot-do-its-work'],
    run: (house, actions) => proveLoginSecret(makeJudge(house), actions.near),
  },
  {
    finds: ['writes-a-kept-row', 'reaches-other-rows', 'cannot-do-its-work'],
    run: house => proveKeptRows(makeJudge(house)),
  },
  {
    finds: ['rewrites-the-archive', 'loosens-the-archive', 'reads-the-archive', 'cannot-do-its-work'],
    run: proveArchiveTwice,
  },
  {
    finds: ['uses-the-directory', 'cannot-do-its-work'],
    run: (house, actions) => proveDirectory(makeJudge(house), actions.near),
  },
  {
    finds: ['uses-the-trail', 'cannot-do-its-work'],
    run: (house, actions) => proveTrail(makeJudge(house), actions.near),
  },
  { finds: ['starts-a-function', 'cannot-do-its-work'], run: house => proveSchedules(makeJudge(house)) },
  {
    finds: ['new-edge', 'lost-edge'],
    run: house => proveReachability(house, house.deployment.stage === 'prod' ? edges.prod : edges.dev),
  },
  {
    finds: ['reads-the-vault', 'writes-the-vault', 'gets-back-what-it-wrote', 'cannot-do-its-work'],
    run: house => [
      ...proveVault(makeJudge(house), sessionsAtTheVault),
      ...proveGrants(makeJudge(allowsAlone(house)), sessionsAtTheVault),
    ],
  },
  {
    finds: ['reads-the-register', 'rewrites-the-register', 'cannot-do-its-work'],
    run: house => [
      ...proveRegister(makeJudge(house)),
      ...proveGrants(makeJudge(allowsAlone(house)), sessionsAtTheVault),
    ],
  },
  {
    finds: [
      'speaks-of-keys',
      'wide-boundary',
      'wildcard-action',
      'wildcard-resource',
      'foreign-trust',
      'shared-role',
    ],
    run: house => proveNoSurplus(house),
  },
  { finds: ['policy-before-principal'], run: house => proveDeployOrder(house) },
  { finds: ['open-function'], run: house => proveClosedFunctions(house) },
];

function* proveKeysTwice(house: ProvenHouse, { keys }: Actions): Generator<Finding> {
  for (const tried of [house, allowsAlone(house)]) yield* proveKeyUse(makeJudge(tried), keys, oneStepOff);
}

/** The first thing of this name that is wrong with a house; undefined where no proof sees it. */
export function findNamed(house: ProvenHouse, name: FindingName, actions: Actions): Finding | undefined {
  for (const { finds, run } of proofs) {
    if (!finds.includes(name)) continue;
    for (const finding of run(house, actions)) if (finding.name === name) return finding;
  }
  return undefined;
}

function* proveArchiveTwice(house: ProvenHouse, { near }: Actions): Generator<Finding> {
  yield* proveArchive(makeJudge(house), near);
  yield* proveArchiveGrants(makeJudge(withBucketPolicy(house, 'archive', undefined)), near);
}
