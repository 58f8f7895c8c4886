import { describe, expect, test } from 'vitest';
import { keyActions } from './aws-verbs.ts';
import { proofs } from './every-proof.ts';
import { archiveMistakes } from './archive-mistakes.ts';
import { administeringMistakes } from './administering-mistakes.ts';
import { edgeMistakes } from './edge-mistakes.ts';
import { openingMistakes } from './opening-mistakes.ts';
import { sealingMistakes } from './sealing-mistakes.ts';
import { surplusMistakes } from './surplus-mistakes.ts';
import { trustMistakes } from './trust-mistakes.ts';
import { readHouse } from './proven-house.ts';
import { roleMistakes } from './role-mistakes.ts';
import { tableMistakes } from './table-mistakes.ts';

const house = readHouse();
const actions = await keyActions();
const mistakes = [
  ...openingMistakes,
  ...archiveMistakes,
  ...administeringMistakes,
  ...sealingMistakes,
  ...trustMistakes,
  ...roleMistakes,
  ...edgeMistakes,
  ...tableMistakes,
  ...surplusMistakes,
];

describe('the proofs', () => {
  test.each(proofs)('find nothing of $finds.0 in the house as it is', proof => {
    expect(proof.run(house, actions)).toEqual([]);
  });

  test('are tried on enough mistakes, each planted under its own name', () => {
    console.log(`planted mistakes: ${mistakes.length}`);
    expect(mistakes.length).toBeGreaterThan(90);
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
  });

  test.each(mistakes)('catch “$name” as $caughtAs', ({ caughtAs, plant }) => {
    const findings = proofs
      .filter(({ finds }) => finds.includes(caughtAs))
      .flatMap(proof => proof.run(plant(house), actions));
    expect(findings.map(({ name }) => name)).toContain(caughtAs);
  });
});
