import { describe, expect, test } from 'vitest';
import { makeRandom } from '../simulation/random.ts';
import { attacks, type Attack } from './attacks.ts';
import { check, keep, openKeptRegister, type KeptRegister } from './kept-register.ts';
import { makeTestSigner } from './signing-key.ts';

const wanted = 10_000;
const registers = 20;
const hours = 5;
const rowsPerHour = 12;
const signer = makeTestSigner();

async function keptRegister(seed: number): Promise<KeptRegister> {
  const kept = openKeptRegister(signer);
  await keep(kept, seed, hours, rowsPerHour);
  return kept;
}

/** One attack on a copy; the code and place it is found as, or undefined where it could not be done here. */
async function strike(kept: KeptRegister, attack: Attack, seed: number) {
  const random = makeRandom(seed);
  const copy = { ...kept, register: structuredClone(kept.register) };
  if (!attack.strike(copy.register, random)) return undefined;
  // Whoever takes roots away and puts the place back is seen when the next root would be overdue.
  const { place } = copy.register;
  if (attack.found.includes('roots_overdue') && place !== undefined) copy.nowMs = kept.nowMs + 3 * 3_600_000;
  return (await check(copy)).fault ?? 'nothing';
}

describe('registers that are tampered with', () => {
  test(`${wanted} attacks on ${registers} registers: every one is found, and the untouched are clean`, async () => {
    const found: Record<string, Record<string, number>> = {};
    let struck = 0;
    for (let seed = 0; struck < wanted; seed += 1) {
      const kept = await keptRegister(seed);
      expect(await check(kept), `register ${seed}, untouched`).not.toHaveProperty('fault');
      for (let turn = 0; turn < wanted / registers; turn += 1) {
        const attack = attacks[turn % attacks.length];
        if (attack === undefined) throw new Error('no such attack');
        const fault = await strike(kept, attack, seed * 10_000 + turn);
        if (fault === undefined) continue;
        const code = fault === 'nothing' ? fault : fault.what;
        expect(attack.found, `register ${seed}, turn ${turn}: ${attack.name}`).toContain(code);
        const codes = (found[attack.name] ??= {});
        codes[code] = (codes[code] ?? 0) + 1;
        struck += 1;
      }
    }
    console.log(found);
    expect(Object.keys(found).sort()).toEqual(attacks.map(({ name }) => name).sort());
    for (const [name, codes] of Object.entries(found)) {
      const times = Object.values(codes).reduce((sum, count) => sum + count, 0);
      expect(times, name).toBeGreaterThan(100);
    }
  }, 120_000);
});
