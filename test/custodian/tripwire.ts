/** What befalls a call: the caller dies before or after it takes effect, or only its answer is lost. */
export type Mishap = 'dies before' | 'dies after' | 'answer lost';

/** A tripwire over everything a flow calls: the mishap befalls its `place`-th call, counted from one. */
export type Tripwire = {
  /** The same thing with every method counted. */
  over<T extends object>(thing: T): T;
  over<A extends unknown[], R>(call: (...wish: A) => Promise<R>): (...wish: A) => Promise<R>;
  /** Settles when the caller has died. */
  readonly died: Promise<'died'>;
  calls(): number;
};

/** Lays the wire; without a place nothing happens and the calls are counted only. */
export function layTripwire(mishap?: Mishap, place = 0): Tripwire {
  let calls = 0;
  const death = Promise.withResolvers<'died'>();
  const never = new Promise<never>(() => undefined);
  const dies = () => {
    death.resolve('died');
    return never;
  };
  const counted = async (work: () => unknown) => {
    calls += 1;
    const isHere = calls === place;
    if (isHere && mishap === 'dies before') return dies();
    const answer = await work();
    if (isHere && mishap === 'dies after') return dies();
    if (isHere && mishap === 'answer lost') throw new Error('the answer was lost');
    return answer;
  };
  const over = (thing: object): unknown =>
    typeof thing === 'function'
      ? (...wish: unknown[]) => counted(() => thing(...wish))
      : Object.fromEntries(Object.entries(thing).map(([name, method]) => [name, over(method)]));
  return { over: over as Tripwire['over'], died: death.promise, calls: () => calls };
}
