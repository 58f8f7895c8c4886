import { expect, test } from 'vitest';
import { verificationRules } from '../../../lambdas/domain/verification-rules.ts';
import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import { brokenByGuessing, comparedFor, guess } from './guesser.ts';
import { ask, botAddress, newcomer, type } from './visitor.ts';
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
    const checks = world.decisions.filter(({ kind }) => kind === 'check');
    expect(checks.filter(({ decision }) => decision === 'allow')).toHaveLength(world.compares.length);
    const refusing = checks.filter(({ decision }) => decision === 'deny').map(({ rules }) => rules);
    expect([...new Set(refusing)].sort()).toEqual(['failures-number', 'tries-challenge']);
    expect(guessing.ownerServed).toEqual(Array.from({ length: days + 1 }, () => true));
  },
);

test('an address that guesses wrongly at many numbers is refused, and its record names no number', async () => {
  const world = makeWorld({ seed: 1 });
  for (let person = 0; person <= failures.address.atMost / triesPerChallenge; person += 1) {
    const somebody = newcomer(world, `+8190${1000 + person}0000`, botAddress(person));
    const { answer } = await ask(world, somebody);
    if (isRefusal(answer)) throw new Error('nothing was sent');
    const guesser = { ...somebody, address: '203.0.113.9' };
    for (let n = 0; n < triesPerChallenge; n += 1) await type(world, guesser, answer.challengeId, 'no code');
  }
  expect(world.compares).toHaveLength(failures.address.atMost);
  const refused = world.decisions.filter(({ rules }) => rules === 'failures-address');
  expect(refused).toHaveLength(triesPerChallenge);
  const [first] = refused;
  expect(first).toMatchObject({ kind: 'check', decision: 'deny', result: 'limit.too_many', number: '' });
});
