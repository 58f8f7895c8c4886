import { describe, expect, test } from 'vitest';
import { boundaryEvents } from '../../lib/boundary-events.ts';
import { longestPattern } from '../../lib/filter-pattern.ts';
import { namesOf } from '../../lib/names.ts';
import { readingPattern } from '../../lambdas/aws/reading-pattern.ts';
import { readHouse, keyNamed, tableNamed } from '../proofs/proven-house.ts';
import { everyAttack, type Things } from './attacks.ts';
import { administrator, fn, record, refused } from './cloudtrail.ts';
import { heardBy, readWatch, sumOf, trailFilters } from './deployed-filters.ts';
import { ordinaryDay } from './ordinary-life.ts';

const house = readHouse();
const { filters, alarms } = readWatch();
const deployed = trailFilters(filters);
const things: Things = {
  numberKeyArn: keyNamed(house, 'number').arn,
  indexKeyArn: keyNamed(house, 'index').arn,
  codeKeyArn: keyNamed(house, 'code').arn,
  vaultTableArn: tableNamed(house, 'Vault').arn,
  registerTableArn: tableNamed(house, 'Register').arn,
  archiveBucket: house.deployment.buckets.find(({ arn }) => /archive/iu.test(arn))?.name ?? '',
};
const attacks = everyAttack(things);
const custodianArn = 'arn:aws:iam::000000000000:role/mogiri-dev-custodian';

describe('the deployed filters over the trail', () => {
  test.each(attacks)('hear %s', (_title, line, heard) => {
    expect(heardBy(deployed, line)).toEqual(heard);
  });

  test.each([...ordinaryDay(things)])('leave ordinary life alone: %s', (_title, line, counted) => {
    expect(heardBy(deployed, line)).toEqual(counted);
  });

  test('each have a record here that they hear, for every call they name', () => {
    const unheard = deployed.flatMap(({ name, pattern, matches }) =>
      [...pattern.matchAll(/\$\.eventName = "(?<call>\w+)\*?"/gu)]
        .map(({ groups }) => groups?.['call'] ?? '')
        .filter(call => name !== 'Readings' && !attacks.some(attackOn(call, matches)))
        .map(call => `${name}: ${call}`),
    );
    expect(unheard).toEqual([]);
  });

  test('and end in an alarm each', () => {
    const watched = new Set(alarms.map(({ metric }) => metric));
    expect(deployed.filter(({ metric }) => !watched.has(metric)).map(({ name }) => name)).toEqual([
      'Readings',
    ]);
  });
});

function attackOn(call: string, matches: (typeof deployed)[number]['matches']) {
  return ([, line]: (typeof attacks)[number]) => line.eventName.startsWith(call) && matches(line);
}

describe('the weights of five minutes', () => {
  const touched = (lines: Parameters<typeof sumOf>[2]) => sumOf(deployed, 'BoundaryTouched', lines);
  const threshold = alarms.find(({ metric }) => metric === 'BoundaryTouched')?.threshold ?? 0;
  const refusal = refused('sts', 'AssumeRole', administrator, custodianArn);
  const index = record('kms', 'GenerateMac', fn('shopper-verify'), { resources: [things.indexKeyArn] });
  const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

  test('ring at the third refused entry', () => {
    expect(touched(times(2, refusal))).toBeLessThan(threshold);
    expect(touched(times(3, refusal))).toBeGreaterThanOrEqual(threshold);
  });

  test('ring when more indexes and codes are computed than the stage calls ordinary', () => {
    expect(touched(times(6000, index))).toBeLessThan(threshold);
    expect(touched(times(6001, index))).toBeGreaterThanOrEqual(threshold);
  });

  test('ring at once for everything else', () => {
    const light = attacks.filter(([, line, heard]) => !heard.includes('EntryRefused') && touched([line]) < 1);
    expect(light).toEqual([]);
  });
});

describe('patterns', () => {
  const account = '123456789012';
  const keyArn = `arn:aws:kms:ap-northeast-1:${account}:key/12345678-1234-1234-1234-123456789012`;
  const tableArn = `arn:aws:dynamodb:ap-northeast-1:${account}:table/mogiri-longeststage-vault-TablesRegisterABCDEF12-ABCDEFGHIJKLM`;
  const ground = {
    names: namesOf('longeststage'),
    account,
    numberKeyArn: keyArn,
    indexKeyArn: keyArn,
    codeKeyArn: keyArn,
    signingKeyArn: keyArn,
    lockedTableArns: [tableArn, tableArn],
    archiveBucket: 'b'.repeat(63),
    macsPer5Minutes: 6000,
  };

  test('are short enough for CloudWatch with the longest names there are', () => {
    const events = [true, false].flatMap(ownTrail => boundaryEvents({ ...ground, ownTrail }));
    const reading = readingPattern(keyArn, `arn:aws:iam::${account}:role/mogiri-longeststage-custodian`);
    const lengths = [...events.map(({ pattern }) => pattern), reading].map(pattern => pattern.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(longestPattern);
    expect(lengths.length).toBeGreaterThan(30);
  });

  test('of a stage that reads somebody else’s trail hear every trail being stopped', () => {
    const [stopped] = boundaryEvents({ ...ground, ownTrail: false }).filter(
      ({ name }) => name === 'TrailStopped',
    );
    expect(stopped?.pattern).not.toContain('trailName');
  });
});
