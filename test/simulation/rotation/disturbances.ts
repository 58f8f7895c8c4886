import { custodianTrust, revocationPolicy } from '../../../lambdas/domain/custodian-trust.ts';
import { admittedLogins, firstCutOffMs } from '../../../lambdas/domain/login-rotation.ts';
import type { Written } from './iam.ts';
import { asKept, callers, strangerArn } from './judge.ts';
import type { World } from './world.ts';

const rotationMs = 16 * 60_000;
const slowestMs = 8 * 60_000;

/** Somebody who is no keeper writes; what changes nothing is no disturbance. */
function write(world: World, what: Written, document: unknown, isStranger: boolean): void {
  const { iam, witness } = world;
  const isNews = document === undefined || asKept(document) !== iam.head[what];
  if (isNews) witness.wroteAsOther(what, isStranger);
  iam.write(what, document);
}

/** A deploy: the template's trust, with the login that callers used when it was resolved, and the template's cut-off. */
function deploy(world: World, what: Written | 'both', externalId: string): void {
  world.note('deploy', `puts back ${what}`);
  if (what !== 'revocation') write(world, 'trust', custodianTrust(callers, [externalId]), false);
  if (what !== 'trust') write(world, 'revocation', revocationPolicy(firstCutOffMs), false);
}

/** A deploy at some moment; a slow one resolved the login minutes before it writes. */
export function scheduleDeploy(world: World, isSlow: boolean): void {
  const { timeline, random, store, secrets } = world;
  const what = random.weighted<Written | 'both'>([
    [2, 'trust'],
    [2, 'revocation'],
    [3, 'both'],
  ]);
  const resolve = () => {
    const externalId = secrets.loginOf(secrets.labels.get('AWSCURRENT') ?? '')?.externalId ?? '';
    if (!isSlow) return deploy(world, what, externalId);
    timeline.after(random.between(5000, slowestMs), () => {
      // One that is later still looks like a stranger's, and rightly: it lets in a login that was proven dead.
      if (store.state?.running !== undefined) deploy(world, what, externalId);
    });
  };
  const atMs = world.startMs + random.between(61_000, rotationMs);
  timeline.at(atMs, resolve);
  world.busyUntilMs = atMs + (isSlow ? slowestMs : 0) + 420_000;
}

const anyTrust = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

function intrude(world: World): void {
  const { random, store, secrets } = world;
  const current = secrets.labels.get('AWSCURRENT') ?? '';
  const admitted = store.state === undefined ? [{ versionId: current }] : admittedLogins(store.state);
  const ids = admitted.flatMap(({ versionId }) => secrets.loginOf(versionId)?.externalId ?? []);
  const kind = random.weighted([
    [3, 'external id'],
    [3, 'principal'],
    [2, 'cut-off'],
  ] as const);
  world.note('stranger', `writes a foreign ${kind}`);
  world.foreign.push(kind === 'cut-off' ? 'revocation' : 'trust');
  if (kind === 'cut-off') return write(world, 'revocation', undefined, true);
  const door = { externalId: 'the-strangers-own', epoch: 0, isForeign: true } as const;
  const { Version, Statement } = custodianTrust(callers, [...ids, door.externalId]);
  if (kind === 'external id') {
    world.backdoors.push({ ...door, entrant: 'deliver' });
    return write(world, 'trust', { Version, Statement }, true);
  }
  world.backdoors.push({ ...door, entrant: 'stranger' });
  const letIn = { Effect: 'Allow', Principal: { AWS: strangerArn }, Action: anyTrust };
  // Without the Deny any external id will do, an old one as well.
  write(world, 'trust', { Version, Statement: [...Statement.slice(1), letIn] }, true);
}

/** A stranger with rights over IAM writes a way in for himself at some moment, or takes the cut-off away. */
export function scheduleStranger(world: World): void {
  const { timeline, random } = world;
  const atMs = world.startMs + random.between(61_000, rotationMs + 240_000);
  timeline.at(atMs, () => intrude(world));
  world.busyUntilMs = atMs + 600_000;
}
