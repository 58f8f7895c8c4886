import type { Campaign } from '../../lambdas/domain/campaign.ts';
import { campaignId, couponId, type ShopperId } from '../../lambdas/domain/ids.ts';
import type { Call } from '../fakes/wire.ts';
import { makeMemoryStore, type MemoryStore } from '../fakes/memory-store.ts';
import { makeActor, type Actor, type Surroundings } from './actor.ts';
import { agreed, drawShoppers } from './audience.ts';
import { inSmallChunks, openBooks, type Books, type Planted } from './books.ts';
import { makeMoodyCarrier, type Arrival } from './carrier.ts';
import { makeRandom, type Random } from './random.ts';
import { makeTimeline, type Timeline } from './timeline.ts';
import { calm, drawWeather, type Weather } from './weather.ts';

/** Everything that exists in one run. */
export type World = {
  readonly seed: number;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly store: MemoryStore;
  readonly shoppers: readonly ShopperId[];
  readonly numberless: ReadonlySet<ShopperId>;
  readonly campaignId: Campaign['campaignId'];
  readonly arrivals: Arrival[];
  /** Claims that succeeded, with whether the shopper's consent and a suspension stood at that very moment. */
  readonly claims: {
    readonly shopper: ShopperId;
    readonly consented: boolean;
    readonly suspended: boolean;
  }[];
  readonly opened: { readonly shopper: ShopperId; readonly onRecord: boolean }[];
  /** Somebody steps in after so many arrivals: a pause or a cancel in the middle of a walk. */
  interruption: { readonly afterArrivals: number; readonly run: () => void } | undefined;
  /** When the campaign last stopped sending; undefined while it may send. */
  stoppedAtMs: number | undefined;
  readonly lateArrivals: Arrival[];
  readonly violations: string[];
  readonly trace: string[];
  readonly weather: Weather;
  readonly around: Surroundings;
  readonly textsFor: ReturnType<typeof makeMoodyCarrier>;
  booksOf(actor: Actor): Books;
  actor(name: string): Actor;
  note(who: string, what: string): void;
};

/** A run: its seed, a defect to plant, and whether to write down every step. `weather` overrides what the seed draws. */
export type RunWish = {
  readonly seed: number;
  readonly planted?: Planted;
  readonly traced?: boolean;
  readonly weather?: Partial<Weather>;
};

const startMs = Date.UTC(2026, 10, 21);
/** After this long the weather is calm, so that a campaign must come to its end. Milliseconds. */
export const stormMs = 6 * 60_000;
/** A stop may let go of what is under way for this long (D8's "stops within 2 s"). Milliseconds. */
const graceMs = 2000;

function standingOf(store: MemoryStore, shopper: ShopperId) {
  const consents = store.consents.get(shopper);
  return {
    consented: consents?.delivery.state === 'granted',
    suspended: consents?.suspendedAtMs !== undefined,
  };
}

/** Looks at every effect the moment it happens, from outside the flows. */
function watch(world: World, actor: Actor, { verb, about }: Call, result: unknown): void {
  const shopper = about.split(' ')[1]?.replace(/:$/u, '') as ShopperId;
  if (verb === 'transact' && about.startsWith('claim ') && (result as { kind: string }).kind === 'claimed')
    world.claims.push({ shopper, ...standingOf(world.store, shopper) });
  if (verb === 'transact' && about.startsWith('move ') && result === true) {
    const isSending = world.store.campaigns.get(world.campaignId)?.state === 'sending';
    world.stoppedAtMs = isSending ? undefined : world.timeline.nowMs;
  }
  if (verb === 'open') {
    const rows = [...world.store.register.entries()].flatMap(([chain, entries]) =>
      chain.startsWith('readings#') ? entries : [],
    );
    world.opened.push({ shopper, onRecord: rows.some(row => row.fact['shopperId'] === shopper) });
  }
  const { interruption } = world;
  if (interruption !== undefined && world.arrivals.length >= interruption.afterArrivals) {
    world.interruption = undefined;
    world.timeline.after(world.random.between(0, 300), interruption.run);
  }
  const last = world.arrivals.at(-1);
  const isLate =
    world.stoppedAtMs !== undefined && world.timeline.nowMs - world.stoppedAtMs > graceMs + actor.heldUpMs;
  if (verb === 'publish' && last?.by === actor && last.atMs === world.timeline.nowMs && isLate)
    world.lateArrivals.push(last);
}

function makeSurroundings(
  world: () => World,
  parts: Pick<World, 'timeline' | 'random' | 'weather' | 'note'>,
): Surroundings {
  const isStormy = () => parts.timeline.nowMs < startMs + stormMs;
  return {
    ...parts,
    weather: () => (isStormy() ? parts.weather : calm),
    observe: (actor, call, result) => watch(world(), actor, call, result),
  };
}

/** A world with people who agreed, one coupon and one drafted campaign; nothing has happened yet. */
export function makeWorld(wish: RunWish): World {
  const random = makeRandom(wish.seed);
  const timeline = makeTimeline(startMs);
  const trace: string[] = [];
  const note = (who: string, what: string) => {
    if (wish.traced === true) trace.push(`${String(timeline.nowMs - startMs).padStart(8)} ${who} ${what}`);
  };
  const weather = { ...drawWeather(random), ...wish.weather };
  const shoppers = drawShoppers(random);
  const chunkSize = random.weighted([
    [1, 1],
    [1, 2],
    [1, 5],
    [2, 1000],
  ]);
  const store = makeMemoryStore();
  const arrivals: Arrival[] = [];
  const around: Surroundings = makeSurroundings(() => world, { timeline, random, weather, note });
  const booksOf = ({ wire }: Actor): Books => {
    const books = openBooks(store, wire);
    return {
      ...books,
      pulse: chunkSize < 1000 ? inSmallChunks(books.pulse, chunkSize) : books.pulse,
      deliveries: wish.planted?.deliveries?.(books.deliveries, store, wire) ?? books.deliveries,
      campaigns: wish.planted?.campaigns?.(books.campaigns) ?? books.campaigns,
    };
  };
  const world: World = {
    seed: wish.seed,
    random,
    timeline,
    store,
    shoppers,
    numberless: new Set(shoppers.filter(() => random.chance(0.05))),
    campaignId: campaignId(`cmp_${wish.seed}`),
    arrivals,
    claims: [],
    opened: [],
    interruption: undefined,
    stoppedAtMs: undefined,
    lateArrivals: [],
    violations: [],
    trace,
    weather,
    around,
    textsFor: makeMoodyCarrier(shoppers, random, around.weather, arrivals, () => timeline.nowMs),
    booksOf,
    actor: name => makeActor(around, name),
    note,
  };
  for (const shopper of shoppers) agreed(store, shopper, startMs);
  furnish(world);
  return world;
}

function furnish({ store, random, campaignId: id }: World): void {
  const coupon = couponId('cpn_simulation');
  const soonOver = random.chance(0.15);
  store.coupons.set(coupon, {
    couponId: coupon,
    title: '100円引',
    terms: '',
    timeZone: 'Asia/Tokyo',
    validFromMs: startMs,
    validUntilMs: startMs + (soonOver ? random.between(1000, 150_000) : 86_400_000),
    perPersonLimit: 1,
    isPublic: false,
    createdAtMs: startMs,
  });
  const long = random.chance(0.02) ? ' long'.repeat(40) : '';
  store.campaigns.set(id, {
    campaignId: id,
    name: '秋の会',
    couponId: coupon,
    body: `{link} {optout}${long}`,
    createdAtMs: startMs,
    state: 'draft',
  });
}
