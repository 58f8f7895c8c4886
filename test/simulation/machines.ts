import type { LaneOrder } from '../../lambdas/domain/campaign.ts';
import type { Journal } from '../../lambdas/journal.ts';
import { makeTakeOrders } from '../../lambdas/custodian/take-orders.ts';
import { makeWalkLane } from '../../lambdas/custodian/walk-lane.ts';
import { makeBeat } from '../../lambdas/pulse/beat.ts';
import type { Actor } from './actor.ts';
import { pepper } from './audience.ts';
import { numberOf } from './carrier.ts';
import { act } from './people.ts';
import type { World } from './world.ts';

/** What the templates say of functions and queue, in milliseconds and counts; `template.test.ts` compares. */
export const machineRules = {
  pulseTimeoutMs: 50_000,
  deliverTimeoutMs: 90_000,
  visibilityMs: 540_000,
  maxReceives: 5,
  maxWorkers: 4,
  pulseEveryMs: 60_000,
} as const;

const { pulseTimeoutMs, deliverTimeoutMs, visibilityMs, maxReceives, maxWorkers, pulseEveryMs } =
  machineRules;

function journalOf(world: World, actor: Actor): Journal {
  return (code, fields = {}) => {
    if (!actor.alive) return;
    world.note(actor.name, `journal ${code} ${JSON.stringify(fields)}`);
    if (code === 'request.failed' && fields['error'] !== 'CallFailed')
      world.violations.push(`${actor.name} met a surprise: ${String(fields['error'])}`);
  };
}

function workerFor(world: World, actor: Actor) {
  const { wire, wait } = actor;
  const { codes, ...books } = world.booksOf(actor);
  const journal = journalOf(world, actor);
  const walk = makeWalkLane({
    ...books,
    vouchers: codes,
    pepper,
    texts: world.textsFor(actor),
    openerFor: () => ({
      open: shopper =>
        wire({ verb: 'open', about: `number ${shopper}` }, () =>
          world.numberless.has(shopper) ? undefined : numberOf(world.shoppers, shopper),
        ),
    }),
    origin: 'm',
    proofDays: 180,
    now: () => world.timeline.nowMs,
    wait,
    journal,
  });
  return makeTakeOrders(walk, journal);
}

/** A queue that delivers at least once, and the workers it feeds: four at most, a new one for each message. */
export function makeLaneQueue(world: World) {
  const { timeline, random, around } = world;
  let messages = 0;
  let workers = 0;
  const deliver = (messageId: string, body: string, receives: number): void => {
    if (workers >= maxWorkers) return timeline.after(1000, () => deliver(messageId, body, receives));
    workers += 1;
    const actor = world.actor(`worker ${messageId}.${receives}`);
    let isOpen = true;
    const close = (isDone: boolean) => {
      if (!isOpen) return;
      isOpen = false;
      workers -= 1;
      if (!isDone && receives < maxReceives)
        timeline.after(visibilityMs, () => deliver(messageId, body, receives + 1));
    };
    timeline.after(deliverTimeoutMs, () => {
      close(false);
      if (!world.weather.zombies) actor.kill('at its time-out');
    });
    void act(world, actor, async () => {
      const { batchItemFailures } = await workerFor(world, actor)([{ messageId, body }]);
      close(batchItemFailures.length === 0);
    });
  };
  return (order: LaneOrder): void => {
    const messageId = `m${(messages += 1)}`;
    const body = JSON.stringify(order);
    const isOdd = random.chance(around.weather().queue);
    const delayMs = () =>
      isOdd && random.chance(0.6) ? random.between(1000, 120_000) : random.between(1, 50);
    timeline.after(delayMs(), () => deliver(messageId, body, 1));
    if (isOdd) timeline.after(delayMs(), () => deliver(`${messageId}'`, body, 1));
  };
}

/** The once-a-minute tick, sometimes fired twice at nearly the same time. */
export function schedulePulses(world: World, isOver: () => boolean): void {
  const { timeline, random, around } = world;
  const enqueue = makeLaneQueue(world);
  let pulses = 0;
  const fire = () => {
    const actor = world.actor(`pulse ${(pulses += 1)}`);
    timeline.after(pulseTimeoutMs, () => actor.kill('at its time-out'));
    const beat = makeBeat({
      ...world.booksOf(actor),
      orders: {
        send: order =>
          actor.wire({ verb: 'enqueue', about: `lane ${order.lane}: ${order.parts} parts` }, () =>
            enqueue(order),
          ),
      },
      partsPerSecond: 50,
      now: () => timeline.nowMs,
      journal: journalOf(world, actor),
    });
    void act(world, actor, beat);
  };
  const tick = () => {
    if (isOver()) return;
    fire();
    if (random.chance(around.weather().twoPulses)) timeline.after(random.between(0, 3000), fire);
    timeline.after(pulseEveryMs, tick);
  };
  timeline.after(random.between(10, 2000), tick);
}
