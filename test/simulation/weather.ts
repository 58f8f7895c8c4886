import type { Random } from './random.ts';

/** How hard a run is shaken: probabilities per call unless said otherwise. */
export type Weather = {
  readonly crash: number;
  readonly stall: number;
  readonly lostReply: number;
  readonly failure: number;
  /** Probability that the carrier does something else than take a message. */
  readonly carrier: number;
  /** Probability that the queue delivers a message twice, or late. */
  readonly queue: number;
  /** Probability that a pulse fires twice. */
  readonly twoPulses: number;
  /** Whether a frozen worker may live on past its function's time-out, which Lambda does not allow: safety must not need that. */
  readonly zombies: boolean;
};

/** Nothing goes wrong. */
export const calm: Weather = {
  crash: 0,
  stall: 0,
  lostReply: 0,
  failure: 0,
  carrier: 0,
  queue: 0,
  twoPulses: 0,
  zombies: false,
};

/** Some runs have one kind of fault often, others all of them at once. */
export function drawWeather(random: Random): Weather {
  const storm = random.weighted<Partial<Weather>>([
    [2, { crash: 0.05 }],
    [2, { stall: 0.04, zombies: random.chance(0.5) }],
    [1, { lostReply: 0.1 }],
    [1, { failure: 0.06 }],
    [2, { carrier: 0.4 }],
    [1, { queue: 0.7, twoPulses: 0.7 }],
    [1, {}],
    [
      4,
      { crash: 0.02, stall: 0.02, lostReply: 0.03, failure: 0.02, carrier: 0.25, queue: 0.3, twoPulses: 0.3 },
    ],
    [
      2,
      { crash: 0.03, stall: 0.04, carrier: 0.3, queue: 0.5, twoPulses: 0.5, lostReply: 0.02, zombies: true },
    ],
  ]);
  return { ...calm, ...storm };
}
