import type { Pump } from './pumps.ts';
import { dayMs, hourMs, minuteMs, startMs } from './world.ts';

const midnight = { everyMs: 2000, forMs: 20 * minuteMs, fromMs: startMs + dayMs - 10 * minuteMs };

/** Campaigns that are over within 50 messages: one address or one block, fast and slow, with and without company. */
export const campaigns = {
  'one address, many numbers, in five minutes': {
    addresses: 'one',
    blocks: 'many',
    everyMs: 1000,
    forMs: 5 * minuteMs,
  },
  'one address, many numbers, across midnight': { addresses: 'one', blocks: 'many', ...midnight },
  'one address, many numbers, every message asked for three times more': {
    addresses: 'one',
    blocks: 'many',
    everyMs: 1000,
    forMs: 5 * minuteMs,
    resends: 3,
  },
  'one address, many numbers, as slowly as pays on both sides of midnight': {
    addresses: 'one',
    blocks: 'many',
    everyMs: 2.5 * minuteMs,
    forMs: 5 * hourMs,
    fromMs: startMs + dayMs - 2.5 * hourMs,
  },
  'one address, many numbers, and codes answered from five numbers in between': {
    addresses: 'one',
    blocks: 'many',
    everyMs: minuteMs,
    forMs: 6 * hourMs,
    decoys: 5,
  },
  'many addresses, one block, in five minutes': {
    addresses: 'many',
    blocks: 'one',
    everyMs: 1000,
    forMs: 5 * minuteMs,
  },
  'many addresses, one block, across midnight, every message asked for three times more': {
    addresses: 'many',
    blocks: 'one',
    ...midnight,
    resends: 3,
  },
  'many addresses, one block, all week': {
    addresses: 'many',
    blocks: 'one',
    everyMs: 20 * minuteMs,
    forMs: 7 * dayMs,
  },
} as const satisfies Readonly<Record<string, Pump>>;
