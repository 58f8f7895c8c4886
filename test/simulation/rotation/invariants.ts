import { custodianTrust, normalPolicy, revocationPolicy } from '../../../lambdas/domain/custodian-trust.ts';
import { rotationRules } from '../../../lambdas/domain/login-rotation.ts';
import { emptyHead, hashOf, headAfter } from '../../../lambdas/domain/register.ts';
import { callers } from './judge.ts';
import type { World } from './world.ts';

const rowsOf = ({ store }: World, event: string) => store.rows.filter(({ fact }) => fact['event'] === event);

/** How many rotations a run asks for. */
export const wantedOf = ({ part }: World): number => (part.second === undefined ? 1 : 2);

function evidence(world: World): string[] {
  const { state, wish, rows } = world.store;
  const rotations = rowsOf(world, 'rotation').map(({ fact }) => fact['rotationId']);
  const wanted = wantedOf(world);
  const facts = rowsOf(world, 'rotation').map(({ fact }) => fact);
  const overlaps = facts.some(
    ({ startedAt }, place) => place > 0 && String(startedAt) < String(facts[place - 1]?.['doneAt']),
  );
  const unseen = facts.filter(({ canary }) => canary !== 'refused' && world.downTime === undefined);
  const lasts = rows.find(({ hash }) => hash === state?.last?.evidence?.hash)?.fact['rotationId'];
  return [
    ...(state?.running === undefined && wish === undefined ? [] : ['a rotation never ended']),
    ...(state?.current.epoch === 1 + wanted ? [] : [`the login is of epoch ${state?.current.epoch}`]),
    ...(rotations.length === wanted && new Set(rotations).size === wanted
      ? []
      : [`${rotations.length} evidence rows for ${wanted} rotations`]),
    ...(overlaps ? ['a rotation began before the one before it was done'] : []),
    ...(unseen.length === 0 ? [] : ['nobody saw the old session being refused']),
    ...(lasts === state?.last?.rotationId ? [] : ['the state names another evidence row']),
    ...(state?.last?.doneAtMs['prove-dead'] === undefined ? ['no time of being done'] : []),
  ];
}

function chain({ store }: World): string[] {
  let head = emptyHead;
  for (const row of store.rows) {
    const { hash, ...rest } = row;
    const follows = row.sequence === head.sequence + 1 && row.previousHash === head.hash;
    if (!follows || hash !== hashOf(rest)) return ['the chain of rotations is broken'];
    head = headAfter(row);
  }
  return [];
}

/** Trust, cut-off and labels are what the state says, on every replica. */
function endings({ store, iam, secrets, witness }: World): string[] {
  const { state } = store;
  if (state === undefined) return ['there is no state'];
  const login = secrets.loginOf(state.current.versionId);
  const trust = normalPolicy(custodianTrust(callers, [login?.externalId ?? '']));
  const revocation = normalPolicy(revocationPolicy(state.cutOffMs));
  const isRight = iam.replicas.every(
    replica => normalPolicy(replica.trust) === trust && normalPolicy(replica.revocation) === revocation,
  );
  const pending = secrets.labels.get('AWSPENDING');
  const current = secrets.labels.get('AWSCURRENT');
  return [
    ...(isRight ? [] : ['trust or cut-off is not what the state says']),
    ...(witness.isDisturbed ? ['what somebody changed was never put right'] : []),
    ...(current === state.current.versionId ? [] : ['callers read another login than the state knows']),
    ...(pending === undefined || pending === current
      ? []
      : ['another version than the current one is pending']),
  ];
}

/** Nobody is accused who did nothing, and nobody goes unnoticed who did. */
function accusations(world: World): string[] {
  const { witness, foreign, part } = world;
  const incidents = rowsOf(world, 'incident').map(({ fact }) => String(fact['what']));
  const unnoticed = foreign.filter(what => !incidents.includes(what) && !witness.overwritten.has(what));
  const innocent = incidents.filter(what => !foreign.some(changed => changed === what));
  const repaired = witness.journal.has('login.trust_repaired');
  const isOwn = witness.disturbances === 0 && part.staleReads !== true;
  return [
    ...innocent.map(what => `an incident of ${what} that nobody caused`),
    ...unnoticed.map(what => `no incident of the foreign ${what}`),
    ...(witness.owesRepair && !repaired && foreign.length === 0
      ? ['nobody heard what a deploy put back']
      : []),
    ...(repaired && isOwn ? ['something was repaired that nobody had touched'] : []),
  ];
}

function sending({ counts, part, witness }: World): string[] {
  // A slow deploy writes a login that callers have left, and one in the very instant in which they leave it does too:
  // until it is repaired nobody gets in by the new one.
  const mayWait = part.deploy === 'slow' || witness.movedBlindly;
  const isUndisturbed = witness.disturbances === 0 && part.staleReads !== true;
  return [
    ...(counts.gaveUp === 0 || mayWait ? [] : [`${counts.gaveUp} readings were given up`]),
    ...(counts.loginsRefused === 0 || !isUndisturbed ? [] : ['callers were refused by their login']),
    ...(counts.readings > 100 ? [] : [`only ${counts.readings} readings`]),
  ];
}

/** Who has to look hears of a rotation that is stuck as soon as it is, and it goes on when it can. */
function alarms({ downTime, witness }: World): string[] {
  if (downTime === undefined) return [];
  if (downTime.fromMs === undefined) return ['nothing was down'];
  const heardMs = witness.firstHeardMs.get('rotation.stuck');
  const latestMs = downTime.fromMs + rotationRules.stuckAfterMs + 4 * 60_000;
  return heardMs !== undefined && heardMs <= latestMs ? [] : ['nobody heard in time that it was stuck'];
}

/** Whatever happened meanwhile: in the end nobody holds a session who should not. */
function stolen({ attacker, store }: World): string[] {
  const alive = attacker.alive(store.state?.current.epoch ?? 0);
  return alive.length === 0 ? [] : [`${alive.length} stolen sessions are alive in the end`];
}

/** Everything a finished run broke; empty when the keeping of the login kept its promises. */
export function whatBroke(world: World): string[] {
  const { attacker, witness, strike } = world;
  attacker.catchUp();
  witness.look();
  return [
    ...witness.violations,
    ...evidence(world),
    ...chain(world),
    ...endings(world),
    ...stolen(world),
    ...accusations(world),
    ...sending(world),
    ...alarms(world),
    ...(strike === undefined || strike.hasFallen ? [] : ['nothing struck']),
  ];
}
