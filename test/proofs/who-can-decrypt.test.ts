import { describe, expect, test } from 'vitest';
import { actionsTried } from './aws-verbs.ts';
import { proveDenials } from './denials.ts';
import { everyCombination, oneStepOff, proveKeyUse } from './key-use.ts';
import { makeJudge } from './judge.ts';
import { allowsAlone } from './mutations.ts';
import { everyPrincipal } from './principals.ts';
import { readHouse } from './proven-house.ts';

const house = readHouse();
const { keys: actions } = await actionsTried();

describe('the three keys', () => {
  test('serve whom they are promised to and nobody else, whatever is attached to him and whatever he says', () => {
    const judge = makeJudge(house);
    const startedAt = process.cpuUsage();
    const findings = [...proveKeyUse(judge, actions, everyCombination)];
    // The processor's seconds: the clock's depend on what else runs.
    const { user, system } = process.cpuUsage(startedAt);
    const seconds = (user + system) / 1e6;
    const tried = `${everyPrincipal(house).length} principals, ${actions.length} actions`;
    console.log(`keys: ${judge.evaluations()} evaluations, ${tried}, ${seconds.toFixed(1)} s`);
    expect(findings).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(300_000);
    expect(seconds).toBeLessThan(20);
  }, 120_000);

  test('are asked about every action that AWS has on a key, also those of last resort', () => {
    const ofLastResort = ['Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'CreateGrant', 'ReplicateKey'];
    const others = [
      'ImportKeyMaterial',
      'PutKeyPolicy',
      'ScheduleKeyDeletion',
      'VerifyMac',
      'GenerateDataKey',
    ];
    expect(actions).toEqual(expect.arrayContaining([...ofLastResort, ...others].map(verb => `kms:${verb}`)));
  });

  test('allow too little to open a number even where nothing is denied and the custodian has no boundary', () => {
    expect([...proveKeyUse(makeJudge(allowsAlone(house)), actions, oneStepOff)]).toEqual([]);
  });

  test('deny opening, handing on and computing even where everything is allowed to everybody', () => {
    expect(proveDenials(house, actions)).toEqual([]);
  });
});
