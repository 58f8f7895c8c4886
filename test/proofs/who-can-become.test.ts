import { describe, expect, test } from 'vitest';
import { attemptsOf, mayBecome, proveBecoming } from './becoming.ts';
import { makeJudge } from './judge.ts';
import { readHouse } from './proven-house.ts';
import { everySession } from './sessions.ts';

const house = readHouse();

describe('the custodian', () => {
  test('is become by desk and deliver only, from their own functions, by the current login, each for its own purposes', () => {
    const judge = makeJudge(house);
    const attempts = attemptsOf(everySession);
    expect(proveBecoming(judge, attempts)).toEqual([]);
    console.log(`custodian: ${attempts.length} attempts, ${judge.evaluations()} questions`);
    expect(judge.evaluations()).toBeGreaterThan(50_000);
    void mayBecome;
  });
});
