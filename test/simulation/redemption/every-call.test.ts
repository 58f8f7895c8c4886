import { expect, test } from 'vitest';
import { secretHash, storeId } from '../../../lambdas/domain/ids.ts';
import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import { storeQrsFrom } from '../../../lambdas/domain/store-qr.ts';
import { makeRedemptionStore, type RedemptionStore } from '../../fakes/redemption-store.ts';
import type { Wire } from '../../fakes/wire.ts';
import { makeRandom } from '../random.ts';
import { openFlows, type Flows } from './flows.ts';
import { usesInForce, whatLimitsBreak } from './ledger-count.ts';
import { drawScene, pepper, pin, startMs, type Scene, type Ticket } from './scene.ts';

const fates = ['dies before', 'dies after', 'hears nothing of', 'is refused'] as const;
type Fate = (typeof fates)[number];

/** What happens to the function at its `place`th call; after a death its promises never end, as after SIGKILL. */
function makeFragileWire(
  place: number,
  fate: Fate,
): { wire: Wire; died: Promise<'died'>; calls: () => number } {
  let calls = 0;
  let tellDeath: (died: 'died') => void;
  const died = new Promise<'died'>(resolve => (tellDeath = resolve));
  const never = () => {
    tellDeath('died');
    return new Promise<never>(() => undefined);
  };
  const wire: Wire = async (call, effect) => {
    calls += 1;
    if (calls !== place) return effect();
    if (fate === 'dies before') return never();
    if (fate === 'is refused') throw new Error(`${call.verb} failed`);
    effect();
    if (fate === 'dies after') return never();
    throw new Error(`${call.verb} was not answered`);
  };
  return { wire, died, calls: () => calls };
}

/** A world in which the first coupon has every limit. */
function settle(): { tables: RedemptionStore; scene: Scene; ticket: Ticket } {
  const tables = makeRedemptionStore();
  const scene = drawScene(makeRandom(1), tables);
  const [ticket] = scene.tickets;
  if (ticket === undefined) throw new Error('nobody has a ticket');
  for (const [id, coupon] of tables.coupons)
    tables.coupons.set(id, {
      ...coupon,
      perPersonLimit: 1,
      totalLimit: 5,
      perStoreDayLimit: 5,
      exclusiveGroup: 'autumn',
    });
  return { tables, scene, ticket };
}

const here = storeId('str_0');
const till = { storeId: here, session: secretHash('till'), nowMs: startMs };

const replayOf = (name: string) => ({
  key: secretHash(name),
  request: secretHash('the request'),
  atMs: startMs,
  endsAtMs: startMs + 86_400_000,
});

type Redeem = (flows: Flows, ticket: Ticket) => ReturnType<Flows['onPhone']>;

const onPhone =
  (proof: () => Parameters<Flows['onPhone']>[0]['proof']): Redeem =>
  (flows, { voucherId, shopperId, session }) => {
    const replay = replayOf('slide');
    return flows.onPhone({
      voucherId,
      shopperId,
      session,
      storeId: here,
      proof: proof(),
      replay,
      nowMs: startMs,
    });
  };

const ways: readonly (readonly [string, Redeem])[] = [
  ['the PIN', onPhone(() => ({ kind: 'store-pin', pin }))],
  [
    'the store’s QR',
    onPhone(() => {
      const [qr] = storeQrsFrom({ storeId: here, pinSetAtMs: startMs - 1 }, pepper, startMs);
      return { kind: 'store-qr', token: qr?.token ?? '' };
    }),
  ],
  ['the till', (flows, { code }) => flows.atTill(code, till, replayOf('confirm'))],
  [
    'the till’s hold',
    async (flows, { code }) => {
      await flows.hold(code, till);
      return flows.atTill(code, till, replayOf('confirm'));
    },
  ],
];

/** Runs something until it ends, fails or dies. */
const survive = (work: Promise<unknown>, died: Promise<'died'>) =>
  Promise.race([work.catch(() => 'failed'), died]);

let ids = 0;
const newUlid = () => `id${(ids += 1)}`;

test.each(ways.flatMap(([by, redeem]) => fates.map(fate => ({ by, redeem, fate }))))(
  'whatever call of a redemption by $by $fate, its retry finds one redemption and hears the same ever after',
  async ({ redeem, fate }) => {
    let [place, isOver] = [0, false];
    while (!isOver) {
      place += 1;
      const { tables, ticket } = settle();
      const fragile = makeFragileWire(place, fate);
      await survive(redeem(openFlows(tables, fragile.wire, newUlid), ticket), fragile.died);
      const sound = openFlows(tables, async (_call, effect) => effect(), newUlid);
      const answers = [await redeem(sound, ticket), await redeem(sound, ticket)];
      const standing = usesInForce(tables);
      expect(standing.map(({ redemptionId }) => redemptionId)).toHaveLength(1);
      expect(answers.map(answer => isRefusal(answer) || answer.redemptionId)).toEqual(
        answers.map(() => standing[0]?.redemptionId),
      );
      expect(whatLimitsBreak(tables)).toEqual([]);
      expect(tables.vouchers.get(ticket.voucherId)?.state).toBe('redeemed');
      isOver = fragile.calls() < place;
    }
    expect(place).toBeGreaterThan(5);
  },
);

test.each(fates)(
  'whatever call of an undo %s, its retry finds it undone once and hears the same',
  async fate => {
    let place = 0;
    for (let isOver = false; !isOver; ) {
      place += 1;
      const { tables, ticket } = settle();
      const sound = openFlows(tables, async (_call, effect) => effect(), newUlid);
      const done = await sound.atTill(ticket.code, till, undefined);
      if (isRefusal(done)) throw new Error(done.refused);
      const undo = (flows: Flows) =>
        flows.undo(here, done.redemptionId, {
          reason: '打ち間違い',
          atMs: startMs,
          replay: replayOf('undo'),
        });
      const fragile = makeFragileWire(place, fate);
      await survive(undo(openFlows(tables, fragile.wire, newUlid)), fragile.died);
      const answer = { redemptionId: done.redemptionId, undoneAtMs: startMs };
      expect([await undo(sound), await undo(sound)]).toEqual([answer, answer]);
      expect(usesInForce(tables)).toEqual([]);
      expect(tables.undos.size).toBe(1);
      expect(whatLimitsBreak(tables)).toEqual([]);
      expect(await sound.atTill(ticket.code, till, undefined)).toMatchObject({ title: '100円引' });
      isOver = fragile.calls() < place;
    }
    expect(place).toBeGreaterThan(3);
  },
);

test('a refusal whose attempt cannot be noted is answered all the same', async () => {
  const { tables, ticket } = settle();
  await openFlows(tables, async (_call, effect) => effect(), newUlid).atTill(ticket.code, till, undefined);
  const answers: unknown[] = [];
  for (const fate of ['is refused', 'hears nothing of'] as const)
    for (let place = 1; ; place += 1) {
      const fragile = makeFragileWire(place, fate);
      const asked = openFlows(tables, fragile.wire, newUlid).atTill(ticket.code, till, undefined);
      const answer = await survive(asked, fragile.died);
      // The four calls of the look-up go first: a failure there is a failure.
      if (place > 4) answers.push(answer);
      if (fragile.calls() < place) break;
    }
  expect(answers.length).toBeGreaterThan(7);
  for (const answer of answers) expect(answer).toMatchObject({ refused: 'voucher.already_redeemed' });
  expect(tables.attempts.length).toBeGreaterThan(0);
  expect(tables.attempts[0]).toMatchObject({ reason: 'voucher.already_redeemed', by: 'till' });
});
