import { describe, expect, test } from 'vitest';
import { keyActions } from './aws-verbs.ts';
import { everyCombination, proveKeyUse } from './key-use.ts';
import { makeJudge } from './judge.ts';
import { everyPrincipal } from './principals.ts';
import { readHouse } from './proven-house.ts';

describe('the three keys', () => {
  test('serve whom they are promised to, and nobody else, whatever is attached to him and whatever he says', async () => {
    const judge = makeJudge(readHouse());
    const actions = await keyActions();
    const startedAt = performance.now();
    const findings = proveKeyUse(judge, actions, everyCombination);
    const seconds = (performance.now() - startedAt) / 1000;
    const principals = everyPrincipal(judge.house).length;
    console.log(
      `keys: ${judge.evaluations()} questions, ${principals} principals, ${actions.length} actions, ${seconds.toFixed(1)} s`,
    );
    expect(findings).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(100_000);
    expect(seconds).toBeLessThan(20);
  }, 60_000);
});
