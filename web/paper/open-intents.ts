import { isOpen, type Answer, type Intent } from './api.ts';
import { readKept, type Keep } from './keep.ts';

/** Something that was asked for and not answered yet: where it belongs, its Idempotency-Key, and since when (ms). */
export type OpenIntent = { readonly place: string; readonly key: string; readonly sinceMs: number };

/** Intents that outlive the page: a key is kept from before its first request until an answer to it came. */
export type OpenIntents = {
  /** The intent of a place: the open one's key, or a new one. The body does not matter, the place says what is meant. */
  readonly intentFor: (place: string) => Intent;
  readonly all: () => readonly OpenIntent[];
  readonly drop: (place: string) => void;
};

/** What opening them needs besides the browser's storage: the time, and new keys. */
export type OpenIntentsDeps = { readonly now: () => number; readonly newKey?: () => string };

/** For how long the server remembers what it answered under a key, in milliseconds: a day. */
const rememberedMs = 86_400_000;

/** Not signed in any more, or too many requests: an answer that says nothing of what an earlier request did. */
const saysNothing = new Set([401, 429]);

function isSettled(answer: Answer<unknown>): boolean {
  return answer.ok || !(isOpen(answer) || saysNothing.has(answer.problem.status));
}

/** Opens the intents that are kept under a name. */
export function makeOpenIntents(
  keep: Keep,
  name: string,
  { now, newKey = () => crypto.randomUUID() }: OpenIntentsDeps,
): OpenIntents {
  const all = () => {
    const kept = readKept<readonly OpenIntent[]>(keep, name) ?? [];
    return kept.filter(({ sinceMs }) => Math.abs(now() - sinceMs) < rememberedMs);
  };
  const write = (intents: readonly OpenIntent[]) =>
    intents.length === 0 ? keep.drop(name) : keep.write(name, JSON.stringify(intents));
  const drop = (place: string) => write(all().filter(one => one.place !== place));
  return {
    all,
    drop,
    intentFor: place => ({
      keyFor: () => {
        const open = all();
        const known = open.find(one => one.place === place);
        if (known !== undefined) return known.key;
        const key = newKey();
        write([...open, { place, key, sinceMs: now() }]);
        return key;
      },
      settle: answer => {
        if (isSettled(answer)) drop(place);
      },
    }),
  };
}
