import { makeClock } from '../clock.ts';

/** Lets `new Date()`, `Date()`, `Date.now()` and `performance.now()` of this thread read the shared clock. */
export function followClock(offset: SharedArrayBuffer): void {
  const clock = makeClock(offset, Date.now.bind(Date));
  const RealDate = Date;
  RealDate.now = () => clock.now();
  const SharedDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget) as object,
    apply: () => new RealDate(clock.now()).toString(),
  });
  RealDate.prototype.constructor = SharedDate;
  globalThis.Date = SharedDate;
  const monotonic = performance.now.bind(performance);
  const shift = new Float64Array(offset);
  const shiftAtStart = shift[0] ?? 0;
  performance.now = () => monotonic() + (shift[0] ?? 0) - shiftAtStart;
}
