import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../local/builds/artifacts.ts';
import { actionsTried, type Actions } from './aws-verbs.ts';
import { findNamed, proofs } from './every-proof.ts';
import { strangers } from './principals.ts';
import { signingMistakes } from './signing-mistakes.ts';
import { type ProvenHouse, readHouse } from './proven-house.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-prod-'));
let actions: Actions;
let house: ProvenHouse;

beforeAll(async () => {
  await synthesize('prod.example', join(folder, 'out'));
  house = readHouse('prod.example', join(folder, 'out'));
  actions = await actionsTried();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('the stage for production names a key administrator, who is asked about as well', () => {
  expect(strangers(house).map(({ name }) => name)).toContain('the key administrator KeyAdministrator');
});

test.each(proofs)('nothing of $finds.0 is found in the stage for production', proof => {
  expect([...proof.run(house, actions)]).toEqual([]);
});

test.each(signingMistakes)('“$name” is caught as $caughtAs in the stage that signs', mistake => {
  expect(findNamed(mistake.plant(house), mistake.caughtAs, actions)?.name).toBe(mistake.caughtAs);
});
