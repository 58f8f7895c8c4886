import { expect, test } from 'vitest';
import type { DeliveryMove } from '../../lambdas/domain/delivery.ts';
import type { ShopperId } from '../../lambdas/domain/ids.ts';
import { emptyHead } from '../../lambdas/domain/register.ts';
import type { Books } from '../simulation/books.ts';
import {
  choose,
  issueFor,
  noonMs,
  somebody,
  someCampaign,
  someLane,
  someoneWhoAgreed,
  suspend,
} from './people.ts';

const minute = 60_000;

/** What every send ledger does (DESIGN §6.3). */
export function deliveryBookContract(open: () => Books): void {
  laneContract(open);
  claimContract(open);
  moveContract(open);
  settleContract(open);
}

function laneContract(open: () => Books): void {
  test('a lane has one holder at a time, and each has a higher fence than the one before', async () => {
    const { pulse, deliveries } = open();
    const campaign = someCampaign('sending');
    const { campaignId } = campaign;
    expect(await deliveries.takeLane(campaignId, 0, noonMs, noonMs + minute)).toBeUndefined();
    await pulse.saveLane(someLane(campaign));
    const first = await deliveries.takeLane(campaignId, 0, noonMs, noonMs + minute);
    expect(first).toEqual({ ...someLane(campaign), fence: 1, leaseEndsAtMs: noonMs + minute });
    expect(
      await deliveries.takeLane(campaignId, 0, noonMs + minute, noonMs + 2 * minute),
      'its last moment',
    ).toBeUndefined();
    const second = await deliveries.takeLane(campaignId, 0, noonMs + minute + 1, noonMs + 2 * minute);
    expect(second?.fence).toBe(2);
  });

  test('only the holder of a lane saves its place, and what it saves is what the next one finds', async () => {
    const { pulse, deliveries } = open();
    const campaign = someCampaign('sending');
    await pulse.saveLane(someLane(campaign));
    const lane = await deliveries.takeLane(campaign.campaignId, 0, noonMs, noonMs + minute);
    if (lane === undefined) throw new Error('the lane was free');
    const readings = { sequence: 2, hash: 'b'.repeat(64), atMs: noonMs };
    const place = { ...lane, chunk: 0, offset: 2, walked: 2, readings, leaseEndsAtMs: 0 };
    expect(await deliveries.saveLane(place)).toBe(true);
    const next = await deliveries.takeLane(campaign.campaignId, 0, noonMs, noonMs + minute);
    expect(next).toEqual({ ...place, fence: 2, leaseEndsAtMs: noonMs + minute });
    expect(await deliveries.saveLane({ ...place, readings: emptyHead })).toBe(false);
    expect(await pulse.lanes(campaign.campaignId)).toEqual([next]);
  });

  test('chunks are read as they were gathered, and one that is not there is empty', async () => {
    const { pulse, deliveries } = open();
    const { campaignId } = someCampaign();
    const shoppers = [somebody(), somebody()];
    await pulse.saveChunk(campaignId, 2, 1, shoppers);
    expect(await deliveries.chunk(campaignId, 2, 1)).toEqual(shoppers);
    expect(await deliveries.chunk(campaignId, 2, 0)).toEqual([]);
  });
}

function claimContract(open: () => Books): void {
  test('a claim takes a shopper once; a later fence takes over what was never begun', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const shopper = await someoneWhoAgreed(books);
    const claim = (fence: number) =>
      books.deliveries.claim(campaign, fence, issueFor(campaign, shopper), 0, noonMs);
    expect(await claim(3)).toEqual({ kind: 'claimed' });
    const standing = { shopperId: shopper, state: 'CLAIMED', fence: 3, reason: 'being_claimed' };
    expect(await claim(3)).toEqual({ kind: 'standing', delivery: standing });
    expect(await claim(2)).toEqual({ kind: 'standing', delivery: standing });
    expect(await claim(4)).toEqual({ kind: 'claimed' });
    expect(await books.deliveries.find(campaign.campaignId, shopper)).toEqual({ ...standing, fence: 4 });
  });

  test('a claim leaves out who has withdrawn or never agreed, and writes nothing then', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const shopper = await someoneWhoAgreed(books);
    await choose(books, shopper, 'delivery', 'withdrawn');
    for (const nobody of [shopper, somebody()]) {
      const outcome = await books.deliveries.claim(campaign, 1, issueFor(campaign, nobody), 0, noonMs);
      expect(outcome).toEqual({ kind: 'left_out', reason: 'consent_withdrawn' });
      expect(await books.deliveries.find(campaign.campaignId, nobody)).toBeUndefined();
    }
  });

  test('a claim leaves out whose number was proven too long ago, unless they withdrew as well', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const shopper = await someoneWhoAgreed(books);
    const claim = (sinceMs: number) =>
      books.deliveries.claim(campaign, 1, issueFor(campaign, shopper), 0, sinceMs);
    expect(await claim(noonMs + 1)).toEqual({ kind: 'left_out', reason: 'proof_too_old' });
    expect(await books.deliveries.find(campaign.campaignId, shopper)).toBeUndefined();
    expect(await claim(noonMs), 'the last moment').toEqual({ kind: 'claimed' });
    await choose(books, shopper, 'delivery', 'withdrawn');
    const another = someCampaign('sending');
    const late = books.deliveries.claim(another, 1, issueFor(another, shopper), 0, noonMs + 1);
    expect(await late).toEqual({ kind: 'left_out', reason: 'consent_withdrawn' });
  });

  test('a claim leaves out who is suspended, and says so only of those who had agreed', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const shopper = await someoneWhoAgreed(books);
    const claim = () => books.deliveries.claim(campaign, 1, issueFor(campaign, shopper), 0, noonMs);
    await suspend(books, shopper);
    expect(await claim()).toEqual({ kind: 'left_out', reason: 'shopper_suspended' });
    expect(await books.deliveries.find(campaign.campaignId, shopper)).toBeUndefined();
    await choose(books, shopper, 'delivery', 'withdrawn');
    expect(await claim()).toEqual({ kind: 'left_out', reason: 'consent_withdrawn' });
  });

  test('somebody left out is SKIPPED with a reason, unless a row of this or a later fence stands', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const { campaignId } = campaign;
    const shopper = await someoneWhoAgreed(books);
    await books.deliveries.claim(campaign, 2, issueFor(campaign, shopper), 0, noonMs);
    await books.deliveries.leaveOut(campaignId, shopper, 2, 'consent_withdrawn');
    expect((await books.deliveries.find(campaignId, shopper))?.state).toBe('CLAIMED');
    await books.deliveries.leaveOut(campaignId, shopper, 3, 'consent_withdrawn');
    const skipped = { shopperId: shopper, state: 'SKIPPED', fence: 3, reason: 'consent_withdrawn' };
    expect(await books.deliveries.find(campaignId, shopper)).toEqual(skipped);
    const other = somebody();
    await books.deliveries.leaveOut(campaignId, other, 1, 'consent_withdrawn');
    expect(await books.deliveries.find(campaignId, other)).toEqual({
      ...skipped,
      shopperId: other,
      fence: 1,
    });
  });
}

/** Brings a fresh delivery along the moves, all under fence 1. */
async function walked(books: Books, moves: readonly DeliveryMove[]) {
  const campaign = someCampaign('sending');
  const shopper: ShopperId = await someoneWhoAgreed(books);
  await books.deliveries.claim(campaign, 1, issueFor(campaign, shopper), 0, noonMs);
  for (const move of moves)
    await books.deliveries.move(campaign.campaignId, shopper, 1, move, { reason: 'being_sent' });
  const find = () => books.deliveries.find(campaign.campaignId, shopper);
  return { campaign, shopper, find };
}

function moveContract(open: () => Books): void {
  test.each([
    { move: 'fence', before: [], after: 'SENDING', fence: 1 },
    { move: 'skip', before: [], after: 'SKIPPED', fence: 1 },
    { move: 'sent', before: ['fence'], after: 'SENT', fence: 1 },
    { move: 'refuse', before: ['fence'], after: 'REFUSED', fence: 1 },
    { move: 'doubt', before: ['fence'], after: 'UNKNOWN', fence: 1 },
    { move: 'release', before: ['fence'], after: 'CLAIMED', fence: 0 },
  ] as const)('$move leads to $after, for its holder and once', async ({ move, before, after, fence }) => {
    const books = open();
    const { campaign, shopper, find } = await walked(books, before);
    const note = after === 'SENT' ? { messageId: 'm' } : { reason: 'waiting_for_carrier' as const };
    const go = (by: number) => books.deliveries.move(campaign.campaignId, shopper, by, move, note);
    expect(await go(2), 'another fence').toBe(false);
    expect(await go(1)).toBe(true);
    expect(await go(1), 'a second time').toBe(false);
    const reason = after === 'SENT' ? {} : { reason: 'waiting_for_carrier' };
    expect(await find()).toEqual({ shopperId: shopper, state: after, fence, ...reason });
  });

  test('a tally counts rows by state, and why they are not SENT', async () => {
    const books = open();
    const campaign = someCampaign('sending');
    const { campaignId } = campaign;
    for (const end of ['sent', 'sent', 'doubt'] as const) {
      const shopper = await someoneWhoAgreed(books);
      await books.deliveries.claim(campaign, 1, issueFor(campaign, shopper), 0, noonMs);
      await books.deliveries.move(campaignId, shopper, 1, 'fence', { reason: 'being_sent' });
      const note = end === 'sent' ? { messageId: 'm' } : { reason: 'carrier_in_doubt' as const };
      await books.deliveries.move(campaignId, shopper, 1, end, note);
    }
    expect(await books.deliveries.tally(campaignId)).toEqual({
      byState: { CLAIMED: 0, SENDING: 0, SENT: 2, REFUSED: 0, UNKNOWN: 1, SKIPPED: 0 },
      reasons: { carrier_in_doubt: 1 },
      clicked: 0,
      redeemed: 0,
    });
  });
}

function settleContract(open: () => Books): void {
  test.each([
    { before: ['fence'], state: 'sending', after: { state: 'UNKNOWN', reason: 'worker_lost' } },
    { before: [], state: 'sending', after: { state: 'CLAIMED', reason: 'being_claimed' } },
    { before: [], state: 'cancelled', after: { state: 'SKIPPED', reason: 'campaign_cancelled' } },
    { before: [], state: 'completed', after: { state: 'SKIPPED', reason: 'campaign_ended' } },
    { before: ['fence', 'sent'], state: 'cancelled', after: { state: 'SENT' } },
  ] as const)(
    'settling while $state after [$before] leaves $after.state',
    async ({ before, state, after }) => {
      const books = open();
      const { campaign, shopper, find } = await walked(books, before);
      const asItWas = await find();
      await books.deliveries.settle({ ...campaign, state }, shopper, 1);
      expect(await find(), 'its holder may be at work').toEqual(asItWas);
      await books.deliveries.settle({ ...campaign, state }, shopper, 2);
      expect(await find()).toMatchObject(after);
      await books.deliveries.settle({ ...campaign, state }, somebody(), 2);
    },
  );
}
