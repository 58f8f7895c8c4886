import { describe, expect, test } from 'vitest';
import { verbsOf } from './aws-verbs.ts';
import { makeJudge } from './judge.ts';
import { readingVerbs, writingVerbs } from './promises.ts';
import { readHouse } from './proven-house.ts';
import { everySession } from './sessions.ts';
import { proveRegister, proveVault, unsortedVerbs } from './table-use.ts';

const house = readHouse();

describe('the Vault', () => {
  test('is read by the custodian alone, a row at a time, for a purpose and somebody, and hands nothing back on writing', () => {
    const judge = makeJudge(house);
    expect(proveVault(judge, everySession)).toEqual([]);
    console.log(`vault: ${judge.evaluations()} questions`);
    expect(judge.evaluations()).toBeGreaterThan(50_000);
  });
});

describe('the Register', () => {
  test('grows by the rooms, is read by the desk, and is rewritten by nobody, not even an administrator', () => {
    const judge = makeJudge(house);
    expect(proveRegister(judge)).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(1_000);
  });
});

describe('the verbs of DynamoDB', () => {
  test('are all sorted into those that read rows, write rows, and concern the table', async () => {
    const published = await verbsOf('dynamodb');
    expect(unsortedVerbs(published)).toEqual([]);
    expect(unsortedVerbs([...published, { name: 'ReadEverything', level: 'Read', on: ['table'] }])).toEqual([
      'ReadEverything (Read)',
    ]);
  });

  test('that are proved about exist under these names', async () => {
    const published = new Set((await verbsOf('dynamodb')).map(({ name }) => name));
    expect([...readingVerbs, ...writingVerbs].filter(verb => !published.has(verb))).toEqual([]);
  });
});
