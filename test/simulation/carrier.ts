import type { ShopperId } from '../../lambdas/domain/ids.ts';
import type { Handover, TextSender } from '../../lambdas/domain/message.ts';
import { PhoneNumber } from '../../lambdas/domain/phone-number.ts';
import type { Actor } from './actor.ts';
import type { Random } from './random.ts';
import type { Weather } from './weather.ts';

/** What the phones received. */
export type Arrival = { readonly shopper: ShopperId; readonly atMs: number; readonly by: Actor };

type Mood = {
  readonly arrives: boolean;
  readonly says: Handover['kind'] | 'throttled' | 'number' | 'account';
  readonly afterMs: number;
};

const takes: Mood = { arrives: true, says: 'taken', afterMs: 0 };
const moods: readonly (readonly [number, Mood])[] = [
  [3, { arrives: true, says: 'unknown', afterMs: 0 }],
  [2, { arrives: true, says: 'unknown', afterMs: 8000 }],
  [2, { arrives: false, says: 'unknown', afterMs: 0 }],
  [1, { arrives: false, says: 'unknown', afterMs: 8000 }],
  [4, { arrives: false, says: 'throttled', afterMs: 0 }],
  [2, { arrives: false, says: 'number', afterMs: 0 }],
  [0.5, { arrives: false, says: 'account', afterMs: 0 }],
];

function handover({ says }: Mood, arrival: number): Handover {
  switch (says) {
    case 'taken':
      return { kind: 'taken', messageId: `message-${arrival}` };
    case 'unknown':
    case 'refused':
      return { kind: 'unknown' };
    case 'throttled':
    case 'number':
    case 'account':
      return { kind: 'refused', why: says };
  }
}

/** The number of a shopper in a simulation: its place in the list of shoppers. */
export function numberOf(shoppers: readonly ShopperId[], shopper: ShopperId): PhoneNumber {
  return new PhoneNumber(`+8190${String(shoppers.indexOf(shopper)).padStart(8, '0')}`);
}

/** A carrier that may take a message and say nothing, refuse it, throttle, or hang; `arrivals` is what the phones saw. */
export function makeMoodyCarrier(
  shoppers: readonly ShopperId[],
  random: Random,
  weather: () => Weather,
  arrivals: Arrival[],
  nowMs: () => number,
) {
  return (actor: Actor): TextSender => ({
    send: async number => {
      const shopper = shoppers[Number(number.reveal().slice(5))];
      if (shopper === undefined) throw new Error('a number of nobody');
      const mood = random.chance(weather().carrier) ? random.weighted(moods) : takes;
      await actor.wire({ verb: 'publish', about: `${shopper}: ${mood.says}` }, () => {
        if (mood.arrives) arrivals.push({ shopper, atMs: nowMs(), by: actor });
      });
      if (mood.afterMs > 0) await actor.wait(mood.afterMs);
      return handover(mood, arrivals.length);
    },
  });
}
