import { proveArchive, proveSigning } from './archive-use.ts';
import { attemptsOneStepOff, proveBecoming } from './becoming.ts';
import { proveClosedFunctions, proveDeployOrder } from './deploy-order.ts';
import { edges } from './edges.ts';
import type { Finding, FindingName } from './finding.ts';
import { makeJudge } from './judge.ts';
import { oneStepOff, proveKeyUse } from './key-use.ts';
import { proveDenials } from './denials.ts';
import { allowsAlone } from './mutations.ts';
import type { ProvenHouse } from './proven-house.ts';
import { proveReachability } from './reachability.ts';
import { sessionsAtTheVault, sessionsOneStepOff } from './sessions.ts';
import { proveNoSurplus } from './surplus.ts';
import { proveGrants, proveRegister, proveVault } from './table-use.ts';

/** A proof with what it may find. */
export type Proof = {
  readonly finds: readonly FindingName[];
  readonly run: (house: ProvenHouse, keyActions: readonly string[]) => readonly Finding[];
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
      'administers-a-key',
      'uses-a-key',
      'cannot-do-its-work',
    ],
    run: (house, actions) =>
      [house, allowsAlone(house)].flatMap(tried => proveKeyUse(makeJudge(tried), actions, oneStepOff)),
  },
  { finds: ['denial-missing'], run: (house, actions) => proveDenials(house, actions) },
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
    finds: ['rewrites-the-archive', 'reads-the-archive', 'cannot-do-its-work'],
    run: house => proveArchive(makeJudge(house)),
  },
  { finds: ['signs-a-root'], run: (house, actions) => proveSigning(makeJudge(house), actions) },
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
