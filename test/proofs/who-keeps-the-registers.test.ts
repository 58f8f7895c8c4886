import { describe, expect, test } from 'vitest';
import { proveArchive, proveArchiveGrants } from './archive-use.ts';
import { actionsTried } from './aws-verbs.ts';
import { makeJudge } from './judge.ts';
import { withBucketPolicy } from './mutations.ts';
import { archiveRights, directoryRights, loosening, trailRights } from './promises.ts';
import { readHouse } from './proven-house.ts';
import { proveDirectory, proveTrail } from './thing-use.ts';

const house = readHouse();
const { near } = await actionsTried();

describe('the archive of the registers', () => {
  test('takes roots from the archive alone, each once, and gives none away, not even to an administrator', () => {
    const judge = makeJudge(house);
    expect(proveArchive(judge, near)).toEqual([]);
    expect(judge.evaluations()).toBeGreaterThan(10_000);
  });

  test('is written and read by no role that only the bucket’s policy would keep from it', () => {
    const unguarded = makeJudge(withBucketPolicy(house, 'archive', undefined));
    expect(proveArchiveGrants(unguarded, near)).toEqual([]);
  });
});

describe('the people who sign in', () => {
  test('are listed and shut out by the desk, and let in, changed or grouped by no function', () => {
    expect(proveDirectory(makeJudge(house), near)).toEqual([]);
  });
});

describe('the trail', () => {
  test('is read by the archive, which compares readings with it, and touched by no other function', () => {
    expect(proveTrail(makeJudge(house), near)).toEqual([]);
  });
});

test('what is promised of them is called so by AWS', () => {
  const verbs = (service: string, names: readonly string[]) => names.map(name => `${service}:${name}`);
  const promised = [
    ...verbs('s3', [...loosening.objects, ...loosening.settings]),
    ...verbs(
      's3',
      Object.values(archiveRights)
        .flat()
        .map(right => right.split(' ')[0] ?? ''),
    ),
    ...verbs('cognito-idp', Object.values(directoryRights).flat()),
    ...verbs('logs', Object.values(trailRights).flat()),
  ];
  expect(promised.filter(action => !near.includes(action))).toEqual([]);
});
