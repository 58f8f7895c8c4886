import type { DeliveryBook } from '../../lambdas/domain/delivery.ts';
import type { PulseBook } from '../../lambdas/domain/pulse.ts';
import { makeMemoryCampaignBook, makeMemoryCouponBook } from '../fakes/memory-campaign-book.ts';
import { makeMemoryDeliveryBook } from '../fakes/memory-delivery-book.ts';
import { makeMemoryPulseBook } from '../fakes/memory-pulse-book.ts';
import { makeMemoryRegistrar } from '../fakes/memory-registrar.ts';
import { makeMemoryAudience, makeMemoryCodes, makeMemoryConsentBook } from '../fakes/memory-shopper-books.ts';
import { makeMemorySuspensionBook } from '../fakes/memory-suspension-book.ts';
import type { MemoryStore } from '../fakes/memory-store.ts';
import type { Wire } from '../fakes/wire.ts';

/** Every book the send path uses, over one store and one actor's wire. */
export function openBooks(store: MemoryStore, wire: Wire) {
  return {
    campaigns: makeMemoryCampaignBook(store, wire),
    coupons: makeMemoryCouponBook(store, wire),
    deliveries: makeMemoryDeliveryBook(store, wire),
    pulse: makeMemoryPulseBook(store, wire),
    registrar: makeMemoryRegistrar(store, wire),
    audience: makeMemoryAudience(store, wire),
    codes: makeMemoryCodes(store, wire),
    consents: makeMemoryConsentBook(store, wire),
    suspensions: makeMemorySuspensionBook(store, wire),
  };
}

/** The books of one actor. */
export type Books = ReturnType<typeof openBooks>;

/** A defect to put into the send path, to see that it is found; `store` lies behind the books it wraps. */
export type Planted = {
  readonly deliveries?: (books: DeliveryBook, store: MemoryStore, wire: Wire) => DeliveryBook;
  readonly campaigns?: (books: Books['campaigns']) => Books['campaigns'];
};

/** Gathered audiences in chunks of `size`, so that a few people already cross from one chunk into the next. */
export function inSmallChunks(pulse: PulseBook, size: number): PulseBook {
  return {
    ...pulse,
    saveChunk: async (id, lane, _chunk, shoppers) => {
      for (let start = 0; start < shoppers.length; start += size)
        await pulse.saveChunk(id, lane, start / size, shoppers.slice(start, start + size));
    },
    saveLane: lane => pulse.saveLane({ ...lane, chunks: Math.ceil(lane.recipients / size) }),
  };
}
