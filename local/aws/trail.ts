import type { Context } from '../../policy/request.ts';
import type { Units } from './engine.ts';

/** One authorized action of one call. Never holds bodies, numbers, item contents or external ids. */
export type TrailEntry = {
  readonly at: string;
  readonly principal: string;
  readonly service: string;
  /** The API operation that was called; `action` is the permission it needed (`dynamodb:PutItem` inside TransactWriteItems). */
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly sessionTags: Readonly<Record<string, string>>;
  readonly sourceIdentity?: string;
  readonly decision: 'Allow' | 'Deny';
  readonly requestId: string;
  readonly outsideInvocation?: true;
  /** The code the call was answered with when it failed after or in authorization. */
  readonly error?: string;
  /** Request units of the whole call, on its first entry only, so that sums are right. */
  readonly units?: Units;
};

/** Filters by exact service and operation (either the API operation or the action's name); `limit` defaults to 1,000. */
export type TrailQuery = {
  readonly service?: string;
  readonly operation?: string;
  readonly principal?: string;
  readonly cursor?: string;
  readonly limit?: number;
};

/** A page of the trail, oldest first; `cursor` reads on from there, also later when more has happened. */
export type TrailPage = { readonly items: readonly TrailEntry[]; readonly cursor?: string };

/** What is added to an entry when its call has ended. */
export type TrailOutcome = { readonly error?: string; readonly units?: Units };

/** The record of every AWS call, oldest entries dropped beyond the cap. */
export type Trail = {
  add(entry: TrailEntry): { settle(outcome: TrailOutcome): void };
  list(query?: TrailQuery): TrailPage;
  /** How many entries were ever added, dropped ones included: a cursor that reads from here on. */
  mark(): string;
  clear(): void;
};

/** A trail that keeps the newest `cap` entries (DESIGN §7: capped and paged). */
export function makeTrail(cap = 100_000): Trail {
  let entries: TrailEntry[] = [];
  let dropped = 0;
  const add = (entry: TrailEntry): { settle(outcome: TrailOutcome): void } => {
    const place = dropped + entries.push(entry) - 1;
    if (entries.length > cap * 1.1) {
      dropped += entries.length - cap;
      entries = entries.slice(-cap);
    }
    return {
      settle: outcome => {
        const index = place - dropped;
        const kept = entries[index];
        if (kept?.requestId === entry.requestId) entries[index] = { ...kept, ...outcome };
      },
    };
  };
  return {
    add,
    list: query => page(entries, dropped, query ?? {}),
    mark: () => String(dropped + entries.length),
    clear: () => {
      dropped += entries.length;
      entries = [];
    },
  };
}

function page(entries: readonly TrailEntry[], dropped: number, query: TrailQuery): TrailPage {
  const limit = Math.min(Math.max(query.limit ?? 1000, 1), 10_000);
  const items: TrailEntry[] = [];
  let index = Math.max(Number(query.cursor ?? 0) - dropped, 0);
  for (; index < entries.length && items.length < limit; index++) {
    const entry = entries[index];
    if (entry !== undefined && matches(entry, query)) items.push(entry);
  }
  return index < entries.length ? { items, cursor: String(dropped + index) } : { items };
}

function matches(entry: TrailEntry, query: TrailQuery): boolean {
  if (query.service !== undefined && entry.service !== query.service) return false;
  if (query.principal !== undefined && !entry.principal.includes(query.principal)) return false;
  if (query.operation === undefined) return true;
  return entry.operation === query.operation || entry.action === `${entry.service}:${query.operation}`;
}
