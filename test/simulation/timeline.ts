type Happening = { readonly atMs: number; readonly place: number; readonly run: () => void };

/** What happens next, and the only clock there is. No timer of the machine is used. */
export type Timeline = {
  readonly nowMs: number;
  at(atMs: number, run: () => void): void;
  after(ms: number, run: () => void): void;
  /** Runs what is due, one happening at a time, until nothing is left, `isOver` says so, or `untilMs` is reached. */
  play(untilMs: number, isOver: () => boolean): Promise<void>;
};

/** Resolves when every continuation of what just happened has run: after the queue of microtasks is empty. */
const quiet = () => new Promise<void>(resolve => queueMicrotask(() => process.nextTick(resolve)));

function comesFirst(left: Happening, right: Happening): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.place < right.place);
}

/** A binary heap by time, and by order of planning within a moment. */
function makeHeap() {
  const items: Happening[] = [];
  const at = (place: number) => items[place] as Happening;
  const swap = (left: number, right: number) => {
    [items[left], items[right]] = [at(right), at(left)];
  };
  const smallest = (parent: number) => {
    let least = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2])
      if (child < items.length && comesFirst(at(child), at(least))) least = child;
    return least;
  };
  return {
    peek: () => items[0],
    push: (item: Happening) => {
      items.push(item);
      for (let place = items.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1;
        if (!comesFirst(at(place), at(parent))) break;
        swap(place, parent);
        place = parent;
      }
    },
    pop: () => {
      swap(0, items.length - 1);
      items.pop();
      for (let place = 0; ; ) {
        const least = smallest(place);
        if (least === place) break;
        swap(place, least);
        place = least;
      }
    },
  };
}

/** A timeline that starts at `startMs`. */
export function makeTimeline(startMs: number): Timeline {
  const heap = makeHeap();
  let nowMs = startMs;
  let place = 0;
  const plan = (atMs: number, run: () => void) => heap.push({ atMs, place: (place += 1), run });
  return {
    get nowMs() {
      return nowMs;
    },
    at: plan,
    after: (ms, run) => plan(nowMs + ms, run),
    play: async (untilMs, isOver) => {
      await quiet();
      for (let next = heap.peek(); next !== undefined && next.atMs <= untilMs; next = heap.peek()) {
        if (isOver()) return;
        heap.pop();
        nowMs = Math.max(nowMs, next.atMs);
        next.run();
        await quiet();
      }
    },
  };
}
