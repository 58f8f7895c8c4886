import { expect, test } from 'vitest';
import { plantedMistakes } from './planted-mistakes.ts';

test.each(plantedMistakes)('%s: found out', async (_, mistake, simulation, says) => {
  const broke = await simulation(mistake);
  expect(broke.join('; ')).toMatch(says);
});
