import { rotationId } from '../../../lambdas/domain/ids.ts';
import { scheduleDeploy, scheduleStranger } from './disturbances.ts';
import { wantedOf, whatBroke } from './invariants.ts';
import { planRotation, runKeeper, scheduleKeepers, tryOutPlan } from './keepers.ts';
import { scheduleSender } from './sender.ts';
import { makeWorld, type RunWish, type World } from './world.ts';

/** What came of one run: what broke, and figures to see that the run was about something. */
export type Outcome = {
  readonly seed: number;
  readonly part: string;
  readonly broke: readonly string[];
  readonly trace: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
};

const minuteMs = 60_000;
const longestMs = 5 * 3_600_000;
/** The longest session and its margin are over, and one more tick: sessions were refused once more by then. */
const longTailMs = 66 * minuteMs;
const shortTailMs = 200_000;

function ask({ store }: World, name: string): void {
  store.wish ??= { rotationId: rotationId(`rot_${name}`), because: 'asked', by: 'stf_1', atMs: 0 };
}

/** Who begins the first rotation, and the second one during it. */
function scheduleRotations(world: World): void {
  const { timeline, random, part } = world;
  const isPlanned = part.second !== 'planned' && random.chance(0.25);
  timeline.after(random.between(0, minuteMs), () =>
    isPlanned ? void planRotation(world, 'planned-1') : ask(world, 'asked1'),
  );
  const secondAfterMs = random.between(2 * minuteMs, 11 * minuteMs);
  if (part.second === 'asked') timeline.after(secondAfterMs, () => ask(world, 'asked2'));
  if (part.second === 'asked' && isPlanned && random.chance(0.5)) {
    // A call that comes again when its rotation is two rotations ago.
    world.busyUntilMs = world.startMs + 40 * minuteMs;
    const call = { step: 'createSecret', versionId: 'planned-1' } as const;
    timeline.after(36 * minuteMs, () => void runKeeper(world, 'a late call', call));
  }
  if (part.second === 'planned') timeline.after(secondAfterMs, () => void planRotation(world, 'planned-2'));
  if (part.second === undefined && random.chance(0.05)) {
    const isDone = () => world.store.state?.last !== undefined;
    timeline.after(17 * minuteMs, () => {
      if (isDone()) void tryOutPlan(world, 'trial-1');
    });
  }
}

function isSettled(world: World): boolean {
  const { state, wish } = world.store;
  return state?.running === undefined && wish === undefined && state?.current.epoch === 1 + wantedOf(world);
}

/**
 * One run of the real keeping of the login under a seed: keepers, Secrets Manager, a sender, an attacker and what else
 * the part is about on one timeline, until every rotation is done and nothing is on its way any more.
 */
export async function simulate(wish: RunWish): Promise<Outcome> {
  const world = makeWorld(wish);
  const { timeline, random, part, startMs } = world;
  const tailMs = random.chance(0.04) ? longTailMs : shortTailMs;
  let endsAtMs = startMs + longestMs;
  const isOver = () => {
    if (endsAtMs === startMs + longestMs && isSettled(world))
      endsAtMs = Math.max(timeline.nowMs + tailMs, world.busyUntilMs);
    return timeline.nowMs >= endsAtMs;
  };
  scheduleRotations(world);
  scheduleKeepers(world, isOver);
  scheduleSender(world, isOver);
  if (part.deploy !== undefined) scheduleDeploy(world, part.deploy === 'slow');
  if (part.stranger === true) scheduleStranger(world);
  await timeline.play(startMs + longestMs, isOver);
  await timeline.play(timeline.nowMs + 2 * minuteMs, () => false);
  const { counts, witness, store, trace } = world;
  return {
    seed: wish.seed,
    part: part.name,
    broke: whatBroke(world),
    trace,
    figures: {
      readings: counts.readings,
      rotations: store.rows.filter(({ fact }) => fact['event'] === 'rotation').length,
      incidents: store.rows.filter(({ fact }) => fact['event'] === 'incident').length,
      repairs: witness.journal.get('login.trust_repaired') ?? 0,
      again: witness.journal.get('login.revoked_again') ?? 0,
      stuck: witness.journal.get('rotation.stuck') ?? 0,
    },
  };
}
