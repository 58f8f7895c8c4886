import { noConsents } from '../../lambdas/domain/consent.ts';
import { deliveryMoves, type DeliveryBook } from '../../lambdas/domain/delivery.ts';
import type { CampaignId, ShopperId } from '../../lambdas/domain/ids.ts';
import { makeMemoryDeliveryBook } from '../fakes/memory-delivery-book.ts';
import { deliveryKey, type MemoryStore } from '../fakes/memory-store.ts';
import type { Wire } from '../fakes/wire.ts';
import type { Planted } from './books.ts';

type Move = DeliveryBook['move'];

/** Writes a state where `mayMove` allows it. */
function moveIf(
  store: MemoryStore,
  wire: Wire,
  mayMove: (row: { state: string; fence: number }, fence: number) => boolean,
): Move {
  return (campaign, shopper, fence, verb, note) =>
    wire({ verb: 'update', about: `${verb} ${shopper} fence ${fence}` }, () => {
      const key = deliveryKey(campaign, shopper);
      const row = store.deliveries.get(key);
      if (row === undefined || !mayMove(row, fence)) return false;
      const { reason: _, ...rest } = row;
      store.deliveries.set(key, { ...rest, ...note, state: deliveryMoves[verb].to });
      return true;
    });
}

function makeClaimable(
  store: MemoryStore,
  campaign: CampaignId,
  shopper: ShopperId,
  states: readonly string[],
): void {
  const key = deliveryKey(campaign, shopper);
  const row = store.deliveries.get(key);
  if (row !== undefined && states.includes(row.state))
    store.deliveries.set(key, { ...row, state: 'CLAIMED', fence: 0 });
}

const sendThenMark: Planted = {
  deliveries: (books, store, wire) => {
    const mark = moveIf(store, wire, ({ state, fence }, mine) => state === 'CLAIMED' && fence === mine);
    return { ...books, move: (...wish) => (wish[3] === 'fence' ? Promise.resolve(true) : mark(...wish)) };
  },
};

const leaseWithoutFence: Planted = {
  deliveries: (books, store, wire) => ({
    ...books,
    move: moveIf(store, wire, () => true),
    claim: (...wish) => {
      const [campaign, , issue] = wish;
      makeClaimable(store, campaign.campaignId, issue.shopperId, ['CLAIMED']);
      return books.claim(...wish);
    },
  }),
};

const sendingClaimedAgain: Planted = {
  deliveries: (books, store) => ({
    ...books,
    claim: (...wish) => {
      const [campaign, , issue] = wish;
      makeClaimable(store, campaign.campaignId, issue.shopperId, ['SENDING']);
      return books.claim(...wish);
    },
  }),
};

/** Consents as a claim sees them that does not look. */
class NobodyOptsOut extends Map<ShopperId, NonNullable<ReturnType<MemoryStore['consents']['get']>>> {
  readonly #real: MemoryStore['consents'];

  constructor(real: MemoryStore['consents']) {
    super();
    this.#real = real;
  }

  override get(shopper: ShopperId) {
    const consents = this.#real.get(shopper);
    return consents && { ...consents, delivery: { ...consents.delivery, state: 'granted' as const } };
  }
}

const claimWithoutConsent: Planted = {
  deliveries: (books, store, wire) => {
    const view = { ...store, consents: new NobodyOptsOut(store.consents) };
    return { ...books, claim: makeMemoryDeliveryBook(view, wire).claim };
  },
};

/** Consents as a claim sees them that does not look for a suspension. */
class NobodyIsSuspended extends Map<ShopperId, NonNullable<ReturnType<MemoryStore['consents']['get']>>> {
  readonly #real: MemoryStore['consents'];

  constructor(real: MemoryStore['consents']) {
    super();
    this.#real = real;
  }

  override get(shopper: ShopperId) {
    const { suspendedAtMs: _, ...consents } = this.#real.get(shopper) ?? noConsents(shopper);
    return consents;
  }
}

const claimOfTheSuspended: Planted = {
  deliveries: (books, store, wire) => {
    const view = { ...store, consents: new NobodyIsSuspended(store.consents) };
    return { ...books, claim: makeMemoryDeliveryBook(view, wire).claim };
  },
};

const pauseNotSeen: Planted = {
  campaigns: books => {
    let first: ReturnType<typeof books.byId> | undefined;
    return { ...books, byId: id => (first ??= books.byId(id)) };
  },
};

const resumesTooFar: Planted = {
  deliveries: books => ({
    ...books,
    takeLane: async (...wish) => {
      const lane = await books.takeLane(...wish);
      const isResumed = lane !== undefined && lane.fence > 1 && lane.chunk < lane.chunks;
      return isResumed ? { ...lane, chunk: lane.chunk + 1, offset: 0 } : lane;
    },
  }),
};

/** Defects that a send path may have, each with what the simulation must say about it. */
export const plantedBugs: readonly (readonly [name: string, planted: Planted, says: RegExp])[] = [
  ['sends first and marks afterwards', sendThenMark, /received the message twice/u],
  ['trusts its lease without a fence', leaseWithoutFence, /received the message twice/u],
  ['claims a row again that was being sent', sendingClaimedAgain, /received the message twice/u],
  ['claims without looking at the consent', claimWithoutConsent, /claimed after opting out/u],
  ['claims without looking for a suspension', claimOfTheSuspended, /claimed while suspended/u],
  ['does not look whether the campaign was paused', pauseNotSeen, /more than 2 s after the stop/u],
  ['resumes a lane too far on', resumesTooFar, /recipients but \d+ rows/u],
];
