/** Lets receivers sleep until something arrives or the clock may have moved. */
export type Arrivals = {
  announce(): void;
  /** Resolves at the next arrival, or after at most `waitMs` of real time. */
  next(waitMs: number): Promise<void>;
  /** Wakes everyone and makes every later wait return at once. */
  close(): void;
};

const lookAgainMs = 25;

/** Since the clock may jump without notice, sleepers also look again every 25 ms. */
export function makeArrivals(): Arrivals {
  let sleepers: (() => void)[] = [];
  let closed = false;
  const wake = (): void => {
    const woken = sleepers;
    sleepers = [];
    for (const resume of woken) resume();
  };
  return {
    announce: wake,
    next: async waitMs => {
      if (closed) return;
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, Math.min(waitMs, lookAgainMs));
        sleepers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    close: () => {
      closed = true;
      wake();
    },
  };
}
