import { canaryShopper } from './canary.ts';
import type { Purpose } from './phone-number.ts';

/**
 * One function that may become the custodian: the purposes it may claim and the kind of person or work its
 * SourceIdentity must name. `shopper` limits it to one shopper's number.
 */
export type CustodianCaller = {
  readonly function: 'custodian-desk' | 'custodian-deliver' | 'custodian-rotate';
  readonly purposes: readonly Purpose[];
  readonly sourceIdentity: string;
  readonly shopper?: string;
};

/** Who may read a number and for what (DESIGN §3); trust and key policy are both written from these rows. */
export const custodianCallers: readonly CustodianCaller[] = [
  { function: 'custodian-desk', purposes: ['desk', 'disclosure', 'correction'], sourceIdentity: 'stf_*' },
  { function: 'custodian-deliver', purposes: ['delivery'], sourceIdentity: 'cmp_*' },
  {
    function: 'custodian-rotate',
    purposes: ['rotation-check'],
    sourceIdentity: 'rot_*',
    shopper: canaryShopper,
  },
];
