import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { emptyHead, headAfter, nextEntry, registerKinds, type Entry } from '../../lambdas/domain/register.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import type { System } from '../../local/system.ts';
import { checkAtDesk, passAnHour } from '../journeys/archive-acts.ts';
import { openBrowserLike, type Answered } from '../journeys/browser-like.ts';
import { controlsOf, launchCampaign, makeCoupon, makeStore, openConsole } from '../journeys/people.ts';
import { joinAll, type Member } from '../chaos/crowd.ts';
import { openSystem } from '../local-system.ts';
import { tableOf, tamper } from './tamper.ts';

type Item = Record<string, never>;
type Row = Entry & { readonly pk: string; readonly sk: number };

const run = promisify(execFile);
let system: System;
let members: Member[];

const items = async (): Promise<Item[]> =>
  (await system.world.dynamodb.items(tableOf(system, 'register'))) as Item[];
const rowsOf = async (chain: string): Promise<Row[]> =>
  (await items())
    .map(item => unmarshall(item) as Row)
    .filter(({ pk }) => pk === chain)
    .sort((a, b) => a.sk - b.sk);
const lay = (item: Record<string, unknown>) =>
  tamper(system, 'PutItem', { TableName: tableOf(system, 'register'), Item: marshall(item) });
const take = ({ pk, sk }: { pk: string; sk: number }) =>
  tamper(system, 'DeleteItem', { TableName: tableOf(system, 'register'), Key: marshall({ pk, sk }) });

/** The chain of readings of a campaign's lane that has the most rows. */
async function longestLane(): Promise<Row[]> {
  const all = (await items()).map(item => unmarshall(item) as Row);
  const lanes = Map.groupBy(
    all.filter(({ pk }) => pk.startsWith('readings#cmp_')),
    ({ pk }) => pk,
  );
  const [longest = []] = [...lanes.values()].sort((a, b) => b.length - a.length);
  return longest.sort((a, b) => a.sk - b.sk);
}

const bucketOf = () => system.deployment.buckets.find(({ name }) => name.includes('archive'))?.name ?? '';

let untouched: Item[];
let answered: Answered[];

beforeAll(async () => {
  system = await openSystem();
  const { origin } = system;
  members = await joinAll(system, 12);
  const console = await openConsole(origin);
  await makeStore(console);
  await launchCampaign(console, await makeCoupon(console));
  await controlsOf(origin).pulse();
  const desk = openBrowserLike(origin, { token: await controlsOf(origin).token('c-1', ['custodian']) });
  const wish = { shopperId: members[0]?.shopperId, purpose: 'desk', ticket: 'T-1' };
  answered = [await desk.post('/v1/custodian/readings', wish)];
  await passAnHour(system);
  const consent = { granted: false, policyVersion };
  if (members[1] !== undefined) answered.push(await members[1].put('/v1/me/consents/delivery', consent));
  await passAnHour(system);
  untouched = await items();
});

afterAll(() => system.close());

/** Puts the register back to what it was. */
afterEach(async () => {
  const places = new Set(untouched.map(item => JSON.stringify([item['pk'], item['sk']])));
  for (const item of await items())
    if (!places.has(JSON.stringify([item['pk'], item['sk']])))
      await take(unmarshall(item) as { pk: string; sk: number });
  for (const item of untouched)
    await tamper(system, 'PutItem', { TableName: tableOf(system, 'register'), Item: item });
});

const rootsMade = () => system.logs.lines().filter(({ line }) => line.includes('"archive.rooted"')).length;

describe('what people did is archived, and the desk finds', () => {
  test('nothing wrong with it', async () => {
    expect(answered.map(({ status }) => status)).toEqual([200, 200]);
    const seen = await checkAtDesk(system);
    expect(seen.faults).toEqual([]);
    const rows = untouched.filter(item => 'hash' in item);
    expect(seen.rows).toBe(rows.length);
    expect(seen.heads).toBeGreaterThanOrEqual(seen.chains);
    expect(seen.roots).toBeGreaterThanOrEqual(3);
    expect(rootsMade()).toBe(seen.roots);
  });

  test('a consent that was changed', async () => {
    const chain = `consents#${members[2]?.shopperId}`;
    const [, second] = await rowsOf(chain);
    await lay({ ...second, fact: { ...second?.fact, state: 'withdrawn' } });
    expect((await checkAtDesk(system, ['consents'])).faults).toEqual([
      { what: 'row_changed', chain, sequence: 2 },
    ]);
  });

  test('a reading that was taken out, and the rest hashed again', async () => {
    const rows = await longestLane();
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) await take(row);
    let head = emptyHead;
    for (const { kind, chain, atMs, fact } of rows.slice(1)) {
      const row = nextEntry(kind, chain, head, atMs, fact);
      await lay({ pk: chain, sk: row.sequence, ...row });
      head = headAfter(row);
    }
    const [fault] = (await checkAtDesk(system, ['readings'])).faults;
    expect(fault).toMatchObject({ what: 'row_missing', chain: rows[0]?.pk, sequence: rows.length });
  });

  test('a chain that was taken away whole, with its name in the directory', async () => {
    const chain = `consents#${members[3]?.shopperId}`;
    for (const item of untouched.map(one => unmarshall(one) as Row))
      if (item.chain === chain) await take(item);
    expect((await checkAtDesk(system, ['consents'])).faults).toMatchObject([
      { what: 'chain_missing', chain },
    ]);
  });

  test('a consent that was laid under an older date', async () => {
    const chain = `consents#${members[4]?.shopperId}`;
    const last = (await rowsOf(chain)).at(-1);
    if (last === undefined) throw new Error('there is a row');
    const forged = nextEntry('consents', chain, headAfter(last), last.atMs + 1, last.fact);
    await lay({ pk: chain, sk: forged.sequence, ...forged });
    expect((await checkAtDesk(system, ['consents'])).faults).toEqual([
      { what: 'row_uncovered', chain, sequence: forged.sequence },
    ]);
  });

  test('nothing wrong after the archive was ended at any moment', async () => {
    const before = (await checkAtDesk(system)).roots;
    for (const afterMs of [0, 10, 25, 50, 80, 120]) {
      await controlsOf(system.origin).fault({ function: 'custodian-archive', kind: 'crash', afterMs });
      await passAnHour(system);
    }
    await passAnHour(system);
    const seen = await checkAtDesk(system);
    expect(seen.faults).toEqual([]);
    expect(seen.roots).toBeGreaterThan(before);
    expect(system.logs.lines().filter(({ line }) => line.includes('archive.forked'))).toEqual([]);
    untouched = await items();
  });
});

describe('the archive', () => {
  const asRole = (name: string) => {
    const role = system.deployment.roles.find(candidate => candidate.name === `mogiri-dev-${name}`);
    const credentials = system.world.issueCredentials({ roleArn: role?.arn ?? '', sessionName: 'stranger' });
    return new S3Client({ region: system.deployment.region, endpoint: system.awsEndpoint, credentials });
  };
  const Key = 'roots/000000001.json';
  const denied = /AccessDenied|not authorized|denied/iu;

  test('lets nothing be put over a root, not even by itself', async () => {
    const put = { Bucket: bucketOf(), Key, Body: '{}' };
    const archive = asRole('custodian-archive');
    await expect(archive.send(new PutObjectCommand(put))).rejects.toThrow(denied);
    await expect(archive.send(new PutObjectCommand({ ...put, IfNoneMatch: '*' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  test('lets nobody else put a root, and nobody take one away', async () => {
    const put = { Bucket: bucketOf(), Key: 'roots/000009999.json', Body: '{}', IfNoneMatch: '*' };
    for (const role of ['custodian-desk', 'custodian-rotate', 'pulse'])
      await expect(asRole(role).send(new PutObjectCommand(put))).rejects.toThrow(denied);
    for (const role of ['custodian-archive', 'custodian-desk'])
      await expect(asRole(role).send(new DeleteObjectCommand({ Bucket: bucketOf(), Key }))).rejects.toThrow(
        denied,
      );
  });
});

describe('npm run verify-registers', () => {
  const program = join(projectRoot, 'bin', 'verify-registers.ts');
  async function verify(args: readonly string[], env: Record<string, string>) {
    try {
      const options = { cwd: projectRoot, env: { PATH: process.env['PATH'], ...env } };
      const { stdout } = await run(process.execPath, [program, ...args], options);
      return { code: 0, stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout: `${stdout}${stderr}` };
    }
  }
  const throughTheDesk = () => verify([], { PORT: new URL(system.origin).port });
  const throughAws = () => {
    const role = system.deployment.roles.find(({ name }) => name === 'mogiri-dev-custodian-desk');
    const keys = system.world.issueCredentials({ roleArn: role?.arn ?? '', sessionName: 'auditor' });
    const archive = bucketOf();
    const tables = ['--register', tableOf(system, 'register'), '--book', tableOf(system, 'book')];
    // The clock of the local system is hours ahead by now; an auditor's is not his own invention either.
    const ahead = system.clock.now() - Date.now();
    const clock = `const real = Date.now; Date.now = () => real() + ${ahead};`;
    return verify([...tables, '--archive', archive], {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(clock)}`,
      AWS_ENDPOINT_URL: system.awsEndpoint,
      AWS_REGION: system.deployment.region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    });
  };

  test.each([
    { way: 'through the desk', verifyIt: throughTheDesk },
    { way: 'reading AWS itself', verifyIt: throughAws },
  ])('$way: a line for each register, and one sentence about the first bad thing', async ({ verifyIt }) => {
    const clean = await verifyIt();
    expect(clean.stdout).toMatch(/^consents +clean +\d+ chains, \d+ rows/u);
    expect(clean.stdout.trim().split('\n')).toHaveLength(registerKinds.length);
    expect(clean.code).toBe(0);
    const chain = `consents#${members[5]?.shopperId}`;
    const [first] = await rowsOf(chain);
    await lay({ ...first, atMs: 1 });
    const tampered = await verifyIt();
    expect(tampered.code).toBe(1);
    expect(tampered.stdout).toContain('consents     AT FAULT');
    expect(tampered.stdout).toContain(`Row 1 of the chain ${chain} was changed`);
  });

  test('says what it lacks', async () => {
    expect(await verify(['--register', 'x'], {})).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('--book'),
    });
  });
});
