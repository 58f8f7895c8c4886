import type { PulseBook } from '../../lambdas/domain/pulse.ts';
import { chunkKey, laneKey, type MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

const bucketSeconds = 60;
const bucketTries = 5;

async function takeParts(
  store: MemoryStore,
  wire: Wire,
  ...[want, partsPerSecond, nowMs]: Parameters<PulseBook['takeParts']>
): Promise<number> {
  if (want <= 0) return 0;
  const capacity = partsPerSecond * bucketSeconds;
  for (let attempt = 0; attempt < bucketTries; attempt += 1) {
    const seen = await wire({ verb: 'get', about: 'bucket' }, () => store.bucket);
    const grown = (Math.max(0, nowMs - (seen?.atMs ?? 0)) / 1000) * partsPerSecond;
    const available = Math.min(capacity, (seen?.parts ?? capacity) + grown);
    const taken = Math.min(want, Math.floor(available));
    const isOurs = await wire({ verb: 'update', about: `take ${taken} parts` }, () => {
      const isAsSeen = store.bucket?.atMs === seen?.atMs && store.bucket?.parts === seen?.parts;
      if (isAsSeen) store.bucket = { parts: available - taken, atMs: nowMs };
      return isAsSeen;
    });
    if (isOurs) return taken;
  }
  return 0;
}

/** What the pulse keeps, in memory. */
export function makeMemoryPulseBook(store: MemoryStore, wire: Wire): PulseBook {
  return {
    takeLock: (nowMs, endsAtMs) =>
      wire({ verb: 'update', about: 'take lock' }, () => {
        const isFree = store.lockEndsAtMs === undefined || store.lockEndsAtMs <= nowMs;
        if (isFree) store.lockEndsAtMs = endsAtMs;
        return isFree;
      }),
    releaseLock: endsAtMs =>
      wire({ verb: 'update', about: 'release lock' }, () => {
        if (store.lockEndsAtMs === endsAtMs) store.lockEndsAtMs = 0;
      }),
    underWay: () => wire({ verb: 'query', about: 'under way' }, () => [...store.underWay]),
    dismiss: id =>
      wire({ verb: 'delete', about: 'dismiss' }, () => {
        store.underWay.delete(id);
      }),
    saveChunk: (id, lane, chunk, shoppers) =>
      wire({ verb: 'put', about: `chunk ${lane}.${chunk}` }, () => {
        store.chunks.set(chunkKey(id, lane, chunk), [...shoppers]);
      }),
    saveLane: lane =>
      wire({ verb: 'put', about: `fresh lane ${lane.lane}` }, () => {
        store.lanes.set(laneKey(lane.campaignId, lane.lane), lane);
      }),
    lanes: id =>
      wire({ verb: 'query', about: 'lanes' }, () =>
        [...store.lanes.values()]
          .filter(lane => lane.campaignId === id)
          .sort((left, right) => left.lane - right.lane),
      ),
    takeParts: (...wish) => takeParts(store, wire, ...wish),
  };
}
