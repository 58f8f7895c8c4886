import { expect, test } from 'vitest';
import { verificationRules } from '../../../lambdas/domain/verification-rules.ts';
import { brokenByGuessing, comparedFor, guess } from './guesser.ts';
import { makeWorld } from './world.ts';

const { codeDigits, failures, triesPerChallenge } = verificationRules;
const days = 6;

test('the rules give whoever tries everything for a day two chances in 100,000 at one number', () => {
  expect(failures.number.windowSeconds).toBeGreaterThanOrEqual(86_400);
  expect(failures.number.atMost / 10 ** codeDigits).toBeLessThanOrEqual(2e-5);
});

test.each([1, 2, 3])(
  'a hundred browsers a day, parallel guesses, resends, new starts (seed %i): no try beyond the limits, the owner signs in daily',
  async seed => {
    const world = makeWorld({ seed, isSlow: true });
    const guessing = await guess(world, days);
    const compared = comparedFor(world, guessing);
    console.log(`seed ${seed}: ${guessing.guesses} guesses sent in, most compared`, compared);
    expect(compared).toEqual({ perChallenge: triesPerChallenge, perDay: failures.number.atMost });
    expect(compared.perDay / 10 ** codeDigits).toBeLessThanOrEqual(2e-5);
    expect(brokenByGuessing(world, guessing)).toEqual([]);
    expect(guessing.ownerServed).toEqual(Array.from({ length: days + 1 }, () => true));
  },
);
