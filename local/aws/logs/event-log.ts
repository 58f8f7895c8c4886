import type { ManagementEvent } from './management-event.ts';

/** The management events in the order their calls ended. A place counts every event there ever was. */
export type EventLog = {
  add(event: ManagementEvent): void;
  /** The event at a place, undefined when it is dropped or not there yet. */
  at(place: number): ManagementEvent | undefined;
  /** The place of the oldest event that is kept, and the one after the newest. */
  bounds(): { readonly first: number; readonly end: number };
  all(): readonly ManagementEvent[];
  replace(events: readonly ManagementEvent[]): void;
};

/**
 * A log that keeps the newest `cap` events whatever happens to the list of `/local/trail`. A reading takes about 0.9 kB
 * (measured), so that it never holds more than some 60 MB.
 */
export function makeEventLog(cap = 60_000): EventLog {
  let events: ManagementEvent[] = [];
  let dropped = 0;
  return {
    add: event => {
      events.push(event);
      if (events.length > cap * 1.1) {
        dropped += events.length - cap;
        events = events.slice(-cap);
      }
    },
    at: place => events[place - dropped],
    bounds: () => ({ first: dropped, end: dropped + events.length }),
    all: () => events,
    replace: saved => {
      events = saved.slice(-cap);
      dropped = 0;
    },
  };
}
