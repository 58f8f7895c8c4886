import { usesInForce, whatLimitsBreak } from './ledger-count.ts';
import { serve, stop, visit } from './clients.ts';
import { lookOf, makeLedgerModel, type LedgerOp } from './ledger-model.ts';
import { whyNotLinearizable } from './linearize.ts';
import { makeWorld, type RunWish, type World } from './world.ts';

/** What came of one run: what broke, and figures to see that the run was about something. */
export type Outcome = {
  readonly seed: number;
  readonly broke: readonly string[];
  readonly trace: readonly string[];
  readonly history: readonly LedgerOp[];
};

const longestMs = 3 * 3_600_000;

/** One key was answered one redemption, and no two keys the same one. */
function whatAnswersBreak({ told }: Pick<World, 'told'>): string[] {
  const keyOf = new Map<string, string>();
  const idOf = new Map<string, string>();
  for (const { id, key } of told) {
    const [otherId, otherKey] = [idOf.get(key) ?? id, keyOf.get(id) ?? key];
    if (otherId !== id) return [`one request was answered ${otherId} and ${id}`];
    if (otherKey !== key) return [`two requests were answered ${id}`];
    idOf.set(key, id);
    keyOf.set(id, key);
  }
  return [];
}

/** Why a history cannot have come from a ledger that works, or nothing. */
export function whatHistoryBreaks({ scene, history }: Pick<World, 'scene' | 'history'>): string[] {
  const no = whyNotLinearizable(makeLedgerModel(scene.termsOf), history);
  if (no === undefined) return [];
  const stuck = no.stuck.map(({ call, answer }) => `${JSON.stringify(call)} → ${String(answer)}`);
  return [`no order explains the history: after ${no.explained} answers none of ${stuck.join(', ')}`];
}

/**
 * One run of the real flows under a seed: phones, tills and a marketer on one timeline with crashes, lost replies and
 * stalls, until everybody is done and nothing is on its way. Then somebody looks.
 */
export async function simulate(wish: RunWish): Promise<Outcome> {
  const world = makeWorld(wish);
  const { random, timeline, scene } = world;
  const startMs = timeline.nowMs;
  const run = async (client: Promise<void>) => {
    world.busy += 1;
    await client;
    world.busy -= 1;
  };
  for (const ticket of scene.tickets) if (random.chance(0.7)) void run(visit(world, ticket));
  for (let till = random.between(1, 3); till > 0; till -= 1) void run(serve(world, till));
  if (random.chance(0.15)) void run(stop(world));
  await timeline.play(startMs + longestMs, () => world.busy === 0);
  await timeline.play(timeline.nowMs + 120_000, () => false);
  const seen = lookOf(usesInForce(world.tables).map(({ voucherId }) => voucherId));
  world.history.push({
    call: { kind: 'look' },
    calledAt: Number.MAX_SAFE_INTEGER - 1,
    answeredAt: Number.MAX_SAFE_INTEGER,
    answer: seen,
  });
  return {
    seed: wish.seed,
    broke: [
      ...world.violations,
      ...whatAnswersBreak(world),
      ...whatLimitsBreak(world.tables),
      ...whatHistoryBreaks(world),
    ],
    trace: world.trace,
    history: world.history,
  };
}
