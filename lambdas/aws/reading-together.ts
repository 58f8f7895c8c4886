import { mostPlaces, type Place } from './dynamo-batch.ts';
import type { Dynamo, Item } from './dynamo.ts';

type Reader = Place & {
  readonly hear: (item: Item | undefined) => void;
  readonly fail: (error: unknown) => void;
};

async function serve(dynamo: Dynamo, readers: readonly Reader[]): Promise<void> {
  try {
    const [only] = readers;
    if (only !== undefined && readers.length === 1) return only.hear(await dynamo.get(only.table, only.key));
    const items = await dynamo.getAll(readers);
    readers.forEach(({ hear }, place) => hear(items[place]));
  } catch (error) {
    readers.forEach(({ fail }) => fail(error));
  }
}

/**
 * The same verbs, with consistent reads that are asked for at one moment made as one call: half of what a till waits for
 * is the SDK at work, call by call. A read alone stays a GetItem; what fails together fails for each.
 */
export function readingTogether(dynamo: Dynamo): Dynamo {
  let readers: Reader[] = [];
  const serveAll = () => {
    const all = readers;
    readers = [];
    for (let from = 0; from < all.length; from += mostPlaces)
      void serve(dynamo, all.slice(from, from + mostPlaces));
  };
  return {
    ...dynamo,
    get: (table, key, consistent = true) => {
      if (!consistent) return dynamo.get(table, key, consistent);
      return new Promise((hear, fail) => {
        if (readers.length === 0) setImmediate(serveAll);
        readers.push({ table, key, hear, fail });
      });
    },
  };
}
