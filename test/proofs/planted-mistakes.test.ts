import { describe, expect, test } from 'vitest';
import { actionsTried } from './aws-verbs.ts';
import { findNamed, proofs } from './every-proof.ts';
import { administeringMistakes } from './administering-mistakes.ts';
import { archiveMistakes } from './archive-mistakes.ts';
import { edgeMistakes } from './edge-mistakes.ts';
import { leaveMistakes } from './leave-mistakes.ts';
import { loginMistakes } from './login-mistakes.ts';
import { openingMistakes } from './opening-mistakes.ts';
import { rotatorMistakes } from './rotator-mistakes.ts';
import { sealingMistakes } from './sealing-mistakes.ts';
import { startMistakes } from './start-mistakes.ts';
import { surplusMistakes } from './surplus-mistakes.ts';
import { trustMistakes } from './trust-mistakes.ts';
import { readHouse } from './proven-house.ts';
import { roleMistakes } from './role-mistakes.ts';
import { tableMistakes } from './table-mistakes.ts';

const house = readHouse();
const actions = await actionsTried();
const mistakes = [
  ...openingMistakes,
  ...administeringMistakes,
  ...sealingMistakes,
  ...trustMistakes,
  ...roleMistakes,
  ...edgeMistakes,
  ...tableMistakes,
  ...rotatorMistakes,
  ...loginMistakes,
  ...startMistakes,
  ...archiveMistakes,
  ...leaveMistakes,
  ...surplusMistakes,
];

describe('the proofs', () => {
  test.each(proofs)('find nothing of $finds.0 in the house as it is', proof => {
    expect([...proof.run(house, actions)]).toEqual([]);
  });

  test('are tried on enough mistakes, each planted under its own name', () => {
    console.log(`planted mistakes: ${mistakes.length}`);
    expect(mistakes.length).toBeGreaterThan(320);
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
  });

  test.each(mistakes)('catch “$name” as $caughtAs', ({ caughtAs, plant }) => {
    expect(findNamed(plant(house), caughtAs, actions)?.name).toBe(caughtAs);
  });
});
