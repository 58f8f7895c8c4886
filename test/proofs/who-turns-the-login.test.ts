import { describe, expect, test } from 'vitest';
import { actionsTried, everyAction } from './aws-verbs.ts';
import { boundaryArn, proveGate } from './gate.ts';
import { makeJudge } from './judge.ts';
import { oneStepOff, proveKeyUse } from './key-use.ts';
import { proveKeptRows } from './kept-rows.ts';
import { proveLoginSecret } from './login-use.ts';
import { gateRights, keptRows, loginRights, opener } from './promises.ts';
import { readHouse, roleNamed } from './proven-house.ts';
import { proveSchedules } from './schedules.ts';
import { everySession, sessionsAtTheVault } from './sessions.ts';
import { proveVault } from './table-use.ts';
import { proveWidestCustodian, widestCustodian } from './widest-custodian.ts';

const house = readHouse();
const actions = await actionsTried();

describe('the rotator', () => {
  test('changes the trust and the policies of the custodian under its boundary, and nobody’s rights otherwise', () => {
    const judge = makeJudge(house);
    expect(proveGate(judge, actions.near)).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(8_000);
  });

  test('does so under the boundary that the custodian carries', () => {
    expect(roleNamed(house, opener).boundaryArn).toBe(boundaryArn(house));
  });
});

describe('the custodian, whatever the rotator writes on it', () => {
  const widest = widestCustodian(house);

  test('can of all that there is in AWS only open numbers and read rows of the Vault', async () => {
    const everything = await everyAction();
    expect(everything.length).toBeGreaterThan(15_000);
    expect(proveWidestCustodian(house, everything)).toEqual([]);
  });

  test('opens them and reads them for a purpose and somebody of its kind only', () => {
    const judge = makeJudge(widest);
    const sessionsOf = () => everySession;
    expect([...proveKeyUse(judge, ['kms:Decrypt'], { ...oneStepOff, sessionsOf })]).toEqual([]);
    expect(proveVault(judge, sessionsAtTheVault)).toEqual([]);
  });
});

describe('the login', () => {
  test('is read where it is in use by those who enter, and kept by the rotator, each from its own function', () => {
    const judge = makeJudge(house);
    expect(proveLoginSecret(judge, actions.near)).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(4_000);
  });

  test('is known in the Book as the rotator writes it, and as nobody else does, not even an administrator', () => {
    const judge = makeJudge(house);
    expect(proveKeptRows(judge)).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(500);
  });
});

test('the scheduler starts the functions that have a schedule, and nobody else starts any', () => {
  expect(proveSchedules(makeJudge(house))).toEqual([]);
});

test('what is promised of the rotator is called so by AWS', () => {
  const secret = Object.values(loginRights)
    .flat()
    .map(right => `secretsmanager:${right.split(' ')[0] ?? ''}`);
  const state = keptRows.flatMap(({ verbs }) => verbs).map(verb => `dynamodb:${verb}`);
  const promised = [...gateRights.write, ...gateRights.read, ...secret, ...state];
  expect(promised.filter(action => !actions.near.includes(action))).toEqual([]);
});
