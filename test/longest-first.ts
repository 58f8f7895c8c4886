import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest. By their size, which is all that is known of a file that has not run yet, a tour of
 * pages would come last and leave the other worker idle.
 */
const longest = [
  'test/browser/desk-pages.test.ts',
  'test/journeys/rotation.test.ts',
  'test/browser/staff-pages.test.ts',
  'test/chaos/verification-faults.test.ts',
  'test/journeys/bad-requests.test.ts',
  'test/browser/shopper-pages.test.ts',
  'test/browser/custodian.test.ts',
  'test/browser/radio.test.ts',
  'test/chaos/races.test.ts',
  'test/simulation/rotation/rotation.test.ts',
  'test/simulation/send-path.test.ts',
  'test/proofs/planted-mistakes.test.ts',
  'test/journeys/reconciliation.test.ts',
  'test/registers/hot.test.ts',
  'test/journeys/leaks.test.ts',
  'test/chaos/campaign-faults.test.ts',
];

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex(file => moduleId.endsWith(file));
  return place < 0 ? longest.length : place;
}

/** Begins each group of files with those that take longest, so that both workers are at work to its end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return sorted.toSorted((a, b) => group(a) - group(b) || placeOf(a) - placeOf(b));
  }
}
