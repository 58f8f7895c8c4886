import type { FindingName } from './finding.ts';
import type { ProvenHouse } from './proven-house.ts';

/** A mistake somebody could make in lib/, planted into the resolved house, and the finding that must name it. */
export type Mistake = {
  readonly name: string;
  readonly caughtAs: FindingName;
  readonly plant: (house: ProvenHouse) => ProvenHouse;
};
