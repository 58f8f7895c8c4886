import { holdMs } from '../../../lambdas/domain/hold.ts';
import { holdId, secretHash, type SecretHash, type StoreId } from '../../../lambdas/domain/ids.ts';
import { storeDayOf } from '../../../lambdas/domain/redemption-limits.ts';
import type { Redeemed } from '../../../lambdas/domain/redemption.ts';
import { isRefusal, type Refusal } from '../../../lambdas/domain/refusal.ts';
import type { ReplayKey } from '../../../lambdas/domain/replay.ts';
import { storeQrsFrom } from '../../../lambdas/domain/store-qr.ts';
import type { LedgerAnswer, LedgerCall } from './ledger-model.ts';
import type { Flows } from './flows.ts';
import { pepper, pin, type Ticket } from './scene.ts';
import type { Told, World } from './world.ts';

type Redeem = Extract<LedgerCall, { kind: 'redeem' }>;

const day = { timeZone: 'Asia/Tokyo' };

const oneOf = <T>({ random }: World, list: readonly T[]): T => {
  const found = list[random.between(0, list.length - 1)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

function replayOf(key: string, request: string, atMs: number): ReplayKey {
  const names = { key: secretHash(key), request: secretHash(request) };
  return { ...names, atMs, endsAtMs: atMs + 86_400_000 };
}

/** Asks until somebody answers, or until patience is out; every try has the same key. */
async function insist(
  world: World,
  once: () => Promise<LedgerAnswer | undefined>,
): Promise<LedgerAnswer | undefined> {
  for (let turn = 0; turn < 4; turn += 1) {
    const answer = await once();
    if (answer !== undefined || world.random.chance(0.15)) return answer;
    await world.pause(world.random.between(50, 4000));
  }
  return undefined;
}

/** Writes down what a redemption was answered; two answers under one key must be one redemption. */
function hear(world: World, key: string, store: StoreId, done: Redeemed | Refusal): LedgerAnswer {
  if (isRefusal(done)) return done.refused;
  const told: Told = { id: done.redemptionId, key, store };
  world.told.push(told);
  return 'ok';
}

type Sent = { readonly store: StoreId; readonly ticket: Ticket; readonly session?: SecretHash };

/** One wish to redeem, with or without a key; without one it is not repeated, since nobody could tell the two apart. */
async function redeem(
  world: World,
  who: string,
  { store, ticket, session }: Sent,
  send: (flows: Flows, atMs: number, replay: ReplayKey | undefined) => Promise<Redeemed | Refusal>,
): Promise<LedgerAnswer | undefined> {
  const { timeline } = world;
  const key = world.name('key');
  const isKeyed = world.random.chance(0.85);
  const once = () => {
    const atMs = timeline.nowMs;
    const call: Redeem = {
      kind: 'redeem',
      key,
      voucher: ticket.voucherId,
      store,
      day: storeDayOf(day, atMs),
      atMs,
      ...(session === undefined ? {} : { session }),
    };
    const replay = isKeyed ? replayOf(key, `${ticket.voucherId}|${store}`, atMs) : undefined;
    return world.ask(who, call, async flows => hear(world, key, store, await send(flows, atMs, replay)));
  };
  return isKeyed ? insist(world, once) : once();
}

/** Somebody with a phone in a store, who slides now and again. */
export async function visit(world: World, ticket: Ticket): Promise<void> {
  const { random, timeline } = world;
  for (let turn = random.between(1, 2); turn > 0; turn -= 1) {
    await world.pause(random.between(0, random.chance(0.8) ? 1500 : 240_000));
    const store = oneOf(world, world.scene.stores);
    const [qr] = storeQrsFrom({ storeId: store, pinSetAtMs: 0 }, pepper, timeline.nowMs);
    const proof =
      random.chance(0.5) && qr !== undefined
        ? ({ kind: 'store-qr', token: qr.token } as const)
        : ({ kind: 'store-pin', pin } as const);
    const { voucherId, shopperId, session } = ticket;
    await redeem(world, `phone ${ticket.session}`, { store, ticket }, (flows, nowMs, replay) =>
      flows.onPhone({ shopperId, voucherId, storeId: store, session, proof, replay, nowMs }),
    );
  }
}

/** A till: whose session, at which store. */
type Till = { readonly who: string; readonly session: SecretHash; readonly storeId: StoreId };

function redeemAt(world: World, { who, session, storeId }: Till, ticket: Ticket) {
  return redeem(world, who, { store: storeId, ticket, session }, (flows, nowMs, replay) =>
    flows.atTill(ticket.code, { storeId, session, nowMs }, replay),
  );
}

/** Looks a ticket up and holds it; the name of the hold, if this till was told that it has one. */
async function hold(world: World, { who, session, storeId }: Till, ticket: Ticket) {
  const { timeline } = world;
  const nowMs = timeline.nowMs;
  let named = '';
  const call: LedgerCall = {
    kind: 'hold',
    hold: world.name('hold'),
    voucher: ticket.voucherId,
    store: storeId,
    day: storeDayOf(day, nowMs),
    session,
    untilMs: nowMs + holdMs,
    atMs: nowMs,
  };
  const answer = await world.ask(who, call, async flows => {
    const held = await flows.hold(ticket.code, { storeId, session, nowMs });
    if (isRefusal(held)) return held.refused;
    named = held.holdId;
    return 'ok';
  });
  return answer === 'ok' ? { hold: call.hold, holdId: named } : undefined;
}

/** Lets go of a hold; a page that is left twice asks twice, and by then the ticket may be somebody else's. */
async function letGo(
  world: World,
  { who, session, storeId }: Till,
  ticket: Ticket,
  held: { hold: string; holdId: string },
): Promise<void> {
  const { random, timeline } = world;
  const call = { kind: 'release', hold: held.hold, voucher: ticket.voucherId, session } as const;
  for (let turn = random.between(1, 2); turn > 0; turn -= 1) {
    await insist(world, () =>
      world.ask(who, call, async flows => {
        const at = { storeId, session, nowMs: timeline.nowMs };
        const released = await flows.release(holdId(held.holdId), ticket.code, at);
        return isRefusal(released) ? released.refused : 'ok';
      }),
    );
    await world.pause(random.between(0, 3000));
  }
}

async function lookAndDecide(world: World, till: Till, ticket: Ticket): Promise<void> {
  const { random } = world;
  const held = await hold(world, till, ticket);
  if (held === undefined && random.chance(0.5)) return;
  await world.pause(random.between(0, random.chance(0.85) ? 4000 : holdMs + 20_000));
  if (random.chance(0.6) || held === undefined) return void (await redeemAt(world, till, ticket));
  if (random.chance(0.8)) await letGo(world, till, ticket, held);
}

async function undoOne(world: World, { who, storeId }: Till): Promise<void> {
  const { random, timeline } = world;
  const here = world.told.filter(({ store }) => store === storeId);
  if (here.length === 0) return;
  const { id, key: use } = oneOf(world, here);
  const key = world.name('undo');
  if (random.chance(0.03)) await world.pause(16 * 60_000);
  await insist(world, () => {
    const atMs = timeline.nowMs;
    return world.ask(who, { kind: 'undo', key, use, atMs }, async flows => {
      const replay = replayOf(key, 'reason', atMs);
      const undone = await flows.undo(storeId, id, { reason: '打ち間違い', atMs, replay });
      return isRefusal(undone) ? undone.refused : 'ok';
    });
  });
}

/** A clerk at a till, with one ticket after the other before them. */
export async function serve(world: World, number: number): Promise<void> {
  const { random, scene } = world;
  const storeId = oneOf(world, scene.stores);
  const till = { who: `till ${number}`, session: secretHash(`till-${number}`), storeId };
  for (let turn = random.between(1, 4); turn > 0; turn -= 1) {
    await world.pause(random.between(0, 2500));
    const ticket = oneOf(world, scene.tickets);
    const act = random.weighted<() => Promise<unknown>>([
      [4, () => lookAndDecide(world, till, ticket)],
      [2, () => redeemAt(world, till, ticket)],
      [4, () => undoOne(world, till)],
    ]);
    await act();
  }
}

/** A marketer who stops a coupon in the middle of it all. */
export async function stop(world: World): Promise<void> {
  const { random, scene, tables, timeline } = world;
  await world.pause(random.between(500, 20_000));
  const { coupon } = scene.termsOf(oneOf(world, scene.tickets).voucherId);
  await world.ask('marketer', { kind: 'stop', coupon }, async (_flows, { wire }) => {
    const [found] = [...tables.coupons.keys()].filter(id => id === coupon);
    await wire({ verb: 'transact', about: `stop ${coupon}` }, () => {
      if (found !== undefined && !tables.stops.has(found))
        tables.stops.set(found, { atMs: timeline.nowMs, message: undefined });
    });
    return 'ok';
  });
}
