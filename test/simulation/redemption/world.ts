import type { RedemptionId, StoreId } from '../../../lambdas/domain/ids.ts';
import { makeRedemptionStore, type RedemptionStore } from '../../fakes/redemption-store.ts';
import type { CouponMemory } from '../../../lambdas/ledger/known-coupons.ts';
import { CallFailed, makeActor, type Actor, type Surroundings } from '../actor.ts';
import { makeRandom, type Random } from '../random.ts';
import { makeTimeline, type Timeline } from '../timeline.ts';
import { drawWeather, type Weather } from '../weather.ts';
import { openFlows, type Flows, type Planted } from './flows.ts';
import type { LedgerAnswer, LedgerCall, LedgerOp } from './ledger-model.ts';
import { drawScene, startMs, type Scene } from './scene.ts';

/** A redemption somebody was told of: its id, and the key it was asked for under. */
export type Told = { readonly id: RedemptionId; readonly key: string; readonly store: StoreId };

/** Everything that exists in one run. */
export type World = {
  readonly seed: number;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly tables: RedemptionStore;
  readonly scene: Scene;
  readonly history: LedgerOp[];
  readonly told: Told[];
  readonly violations: string[];
  readonly trace: string[];
  /** How many clients are still at it. */
  busy: number;
  pause(ms: number): Promise<void>;
  /** A name that nothing else in this world has. */
  name(kind: string): string;
  /**
   * One request of somebody: `work` runs in a function of its own and says what was answered. Undefined when the caller
   * heard nothing: the function died, failed, or took too long.
   */
  ask(
    who: string,
    call: LedgerCall,
    work: (flows: Flows, actor: Actor) => Promise<LedgerAnswer>,
  ): Promise<LedgerAnswer | undefined>;
};

/** A run: its seed, a defect to plant, and whether to write down every step. `weather` overrides what the seed draws. */
export type RunWish = {
  readonly seed: number;
  readonly planted?: Planted;
  readonly traced?: boolean;
  readonly weather?: Partial<Weather>;
};

/** How long somebody waits for an answer, in milliseconds. */
const patienceMs = 8000;

/** Stalls are short and long beside that patience, and beside a hold. */
const stallMs = [1000, 40_000] as const;

type Asking = Parameters<World['ask']>;

function makeAsk(world: () => World, around: Surroundings, planted: Planted | undefined): World['ask'] {
  let requests = 0;
  let moment = 0;
  // Three functions take turns, each with a mind of its own, so that one may not have heard of a stop.
  const minds: CouponMemory[] = [new Map(), new Map(), new Map()];
  const answerInTime = (...[who, , work]: Asking) => {
    const { tables, timeline, violations, name } = world();
    const actor = makeActor(around, `${who} ${(requests += 1)}`);
    const flows = openFlows(tables, actor.wire, () => name('id'), minds[requests % minds.length], planted);
    return new Promise<LedgerAnswer | undefined>(resolve => {
      timeline.after(patienceMs, () => resolve(undefined));
      work(flows, actor).then(resolve, (error: unknown) => {
        if (!(error instanceof CallFailed))
          violations.push(`${actor.name} met a surprise: ${error instanceof Error ? error.message : ''}`);
        resolve(undefined);
      });
    });
  };
  return async (who, call, work) => {
    const { history } = world();
    const place = history.length;
    const calledAt = (moment += 1);
    history.push({ call, calledAt, answeredAt: Number.POSITIVE_INFINITY, answer: undefined });
    around.note(who, `asks ${JSON.stringify(call)}`);
    const answer = await answerInTime(who, call, work);
    around.note(who, `hears ${String(answer)}`);
    if (answer !== undefined) history[place] = { call, calledAt, answeredAt: (moment += 1), answer };
    return answer;
  };
}

/** A world with stores, coupons and tickets; nothing has happened yet. */
export function makeWorld(wish: RunWish): World {
  const random = makeRandom(wish.seed);
  const timeline = makeTimeline(startMs);
  const trace: string[] = [];
  const weather = { ...drawWeather(random), ...wish.weather };
  const around: Surroundings = {
    timeline,
    random,
    stallMs,
    weather: () => weather,
    note: (who, what) => {
      if (wish.traced === true) trace.push(`${String(timeline.nowMs - startMs).padStart(8)} ${who} ${what}`);
    },
    observe: () => undefined,
  };
  const tables = makeRedemptionStore();
  let names = 0;
  const world: World = {
    seed: wish.seed,
    random,
    timeline,
    tables,
    scene: drawScene(random, tables),
    history: [],
    told: [],
    violations: [],
    trace,
    busy: 0,
    pause: ms => new Promise(resolve => timeline.after(ms, resolve)),
    name: kind => `${kind}${String((names += 1)).padStart(6, '0')}`,
    ask: makeAsk(() => world, around, wish.planted),
  };
  return world;
}
