import {
  DecryptCommand,
  EncryptCommand,
  GenerateMacCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { heardBy, readWatch, sumOf, trailFilters } from '../watch/deployed-filters.ts';
import { readLogs, readTrail, type Recorded } from '../watch/local-trail.ts';
import { intrude } from './intruder.ts';
import { liveThrough } from './long-journey.ts';
import { controlsOf } from './people.ts';

const { filters, alarms } = readWatch();
const overTrail = trailFilters(filters);
const thresholdOf = (metric: string) => alarms.find(alarm => alarm.metric === metric)?.threshold ?? Infinity;
let system: System;
let life: Awaited<ReturnType<typeof liveThrough>>;
let lived: readonly Recorded[];

beforeAll(async () => {
  system = await openSystem();
  life = await liveThrough(system);
  lived = await readTrail(system);
}, 240_000);

afterAll(() => system.close());

/** The largest sum of any five minutes that begin on the clock, as the alarm looks at them. */
function worstSum(records: readonly Recorded[], metric: string): number {
  const periods = Map.groupBy(records, ({ atMs }) => Math.floor(atMs / 300_000));
  const sums = [...periods.values()].map(period =>
    sumOf(
      overTrail,
      metric,
      period.map(({ line }) => line),
    ),
  );
  return Math.max(0, ...sums);
}

describe('a whole life', () => {
  test('leaves a trail that the filters read: readings, deliveries and codes are counted', () => {
    const heard = new Set(lived.flatMap(({ line }) => heardBy(overTrail, line)));
    expect(heard).toEqual(new Set(['Readings', 'MacRate']));
    const readings = lived.filter(({ line }) => heardBy(overTrail, line).includes('Readings'));
    const sent = life.reports.flatMap(({ byState }) => [byState['SENT'] ?? 0, byState['UNKNOWN'] ?? 0]);
    expect(readings.length).toBeGreaterThanOrEqual(
      life.readings + sent.reduce((sum, count) => sum + count, 0),
    );
    const names = new Set(lived.map(({ line }) => line.eventName));
    expect([...names]).toEqual(
      expect.arrayContaining(['Decrypt', 'Encrypt', 'GenerateMac', 'AssumeRole', 'UpdateAssumeRolePolicy']),
    );
  });

  test('rings nothing', () => {
    expect(worstSum(lived, 'BoundaryTouched')).toBeLessThan(thresholdOf('BoundaryTouched'));
    const lines = readLogs(system);
    // Time leaps by days at the end of that life, over what is due by then.
    const beforeLeap = lines.filter(({ atMs }) => atMs < (lines[0]?.atMs ?? 0) + 24 * 3_600_000);
    const heard = beforeLeap.flatMap(({ logGroup, line }) =>
      heardBy(
        filters.filter(filter => filter.logGroup === logGroup),
        line,
      ),
    );
    expect([heard, beforeLeap.length > 100]).toEqual([[], true]);
  });
});

// A refused call names its caller in the message, so a caller with such a name is heard as well.
/** What somebody does with keys of a role of the house, somewhere else than in its function. */
type Attack = (client: ReturnType<typeof keysOf>) => Promise<unknown>;

function keysOf(name: string) {
  const { world, deployment } = system;
  const found = deployment.functions.find(candidate => candidate.name === `mogiri-dev-${name}`);
  const credentials = world.issueCredentials({ roleArn: found?.roleArn ?? '', sessionName: 'thief' });
  credentials.setBusy(true);
  return { endpoint: world.endpoint, region: deployment.region, credentials, maxAttempts: 1 };
}

const house = () => {
  const found = system.deployment.keys.find(({ aliases }) => aliases.includes('alias/mogiri-dev-number'));
  const index = system.deployment.keys.find(({ aliases }) => aliases.includes('alias/mogiri-dev-index'));
  const bucket = system.deployment.buckets.find(({ name }) => /archive/iu.test(name));
  return { number: found?.arn ?? '', index: index?.arn ?? '', bucket: bucket?.name ?? '' };
};
const custodian = 'mogiri-dev-custodian';
const custodianArn = () => intrude(system).custodianArn;
const blob = Buffer.from('ciphertext');
const context = { use: 'phone-number', shopper: 'shp_1' };
const sealed = async () => {
  const plain = {
    KeyId: house().number,
    Plaintext: Buffer.from('+819012345678'),
    EncryptionContext: context,
  };
  return (await new KMSClient(keysOf('shopper-verify')).send(new EncryptCommand(plain))).CiphertextBlob;
};
const anything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
});
const everybody = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});
const secret = 'mogiri-dev-custodian-login';
const login = { SecretId: secret, SecretString: '{}' };
const entry = () => ({ RoleArn: custodianArn(), RoleSessionName: 'delivery-x', ExternalId: 'guessed' });

const attacks: readonly (readonly [title: string, as: string, attack: Attack, heard: readonly string[]])[] = [
  [
    'a number opened with the desk’s own role',
    'custodian-desk',
    c =>
      new KMSClient(c).send(
        new DecryptCommand({ KeyId: house().number, CiphertextBlob: blob, EncryptionContext: context }),
      ),
    ['OpenedByOthers'],
  ],
  [
    'a number sealed again for somebody else',
    'marketer-console',
    async c =>
      new KMSClient(c).send(
        new ReEncryptCommand({
          CiphertextBlob: await sealed(),
          SourceEncryptionContext: context,
          DestinationKeyId: house().number,
        }),
      ),
    ['OpenedByOthers'],
  ],
  [
    'the number key’s policy',
    'pulse',
    c => new KMSClient(c).send(new PutKeyPolicyCommand({ KeyId: house().number, Policy: everybody })),
    ['KeyEdited'],
  ],
  [
    'an index computed by the console',
    'marketer-console',
    c =>
      new KMSClient(c).send(
        new GenerateMacCommand({ KeyId: house().index, MacAlgorithm: 'HMAC_SHA_256', Message: blob }),
      ),
    ['IndexByOthers'],
  ],
  [
    'the custodian’s trust, by the desk',
    'custodian-desk',
    c =>
      new IAMClient(c).send(
        new UpdateAssumeRolePolicyCommand({ RoleName: custodian, PolicyDocument: everybody }),
      ),
    ['TrustEdited', 'CallerRoleEdited'],
  ],
  [
    'one more policy of the custodian, by the rotator',
    'custodian-rotate',
    c =>
      new IAMClient(c).send(
        new PutRolePolicyCommand({ RoleName: custodian, PolicyName: 'More', PolicyDocument: anything }),
      ),
    ['TrustEdited', 'CallerRoleEdited'],
  ],
  [
    'the rotator’s own rights',
    'custodian-rotate',
    c =>
      new IAMClient(c).send(
        new PutRolePolicyCommand({
          RoleName: `${custodian}-rotate`,
          PolicyName: 'Rights',
          PolicyDocument: anything,
        }),
      ),
    ['TrustEdited', 'CallerRoleEdited'],
  ],
  [
    'the login read by the till',
    'store-till',
    c => new SecretsManagerClient(c).send(new GetSecretValueCommand({ SecretId: secret })),
    ['LoginRead'],
  ],
  [
    'the login read with the desk’s keys, elsewhere',
    'custodian-desk',
    c => new SecretsManagerClient(c).send(new GetSecretValueCommand({ SecretId: secret })),
    ['LoginRead'],
  ],
  [
    'a login written by deliver',
    'custodian-deliver',
    c => new SecretsManagerClient(c).send(new PutSecretValueCommand(login)),
    ['LoginEdited'],
  ],
  [
    'the archive’s versions',
    'custodian-archive',
    c =>
      new S3Client(c).send(
        new PutBucketVersioningCommand({
          Bucket: house().bucket,
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    ['ArchiveEdited'],
  ],
];

describe('an attack', () => {
  test.each(attacks)('rings: %s', async (_title, as, attack, heard) => {
    const before = (await readTrail(system)).length;
    await attack(keysOf(as)).catch(() => undefined);
    const made = await readTrail(system, before);
    const ringing = made.flatMap(({ line }) => heardBy(overTrail, line));
    expect(ringing).toEqual(heard);
    expect(worstSum(made, 'BoundaryTouched')).toBeGreaterThanOrEqual(thresholdOf('BoundaryTouched'));
  });

  test('on the door rings at the third try', async () => {
    const before = (await readTrail(system)).length;
    const sts = new STSClient(keysOf('marketer-console'));
    const sums: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      await sts.send(new AssumeRoleCommand(entry())).catch(() => undefined);
      sums.push(worstSum(await readTrail(system, before), 'BoundaryTouched'));
    }
    expect(sums.map(sum => sum >= thresholdOf('BoundaryTouched'))).toEqual([false, false, true]);
  });

  test('with the rotator’s stolen keys on the trust rings by what the rotator finds', async () => {
    const before = readLogs(system).length;
    await intrude(system).putTrust(everybody);
    await controlsOf(system.origin).pulse();
    const heard = readLogs(system)
      .slice(before)
      .flatMap(({ logGroup, line }) =>
        heardBy(
          filters.filter(filter => filter.logGroup === logGroup && filter.metric === 'Custody'),
          line,
        ),
      );
    expect(heard).toContain('RotateCustody');
  });
});
