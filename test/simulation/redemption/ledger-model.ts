import { undoWindowMs } from '../../../lambdas/domain/redemption.ts';
import type { Model, Op } from './linearize.ts';

/** The rules of the coupon a voucher is of, as far as they limit its use. */
export type Terms = {
  readonly coupon: string;
  readonly shopper: string;
  readonly perPerson: number;
  readonly total?: number;
  readonly perStoreDay?: number;
  readonly group?: string;
};

/** A use of a voucher, by the key it was asked for under (or a name of its own where there was none). */
type Use = {
  readonly voucher: string;
  readonly store: string;
  readonly day: string;
  readonly atMs: number;
  readonly undoneUnder?: string;
};

/**
 * What somebody asks of the ledger. `key` is what retries of one wish have in common; `atMs` is the server's clock when
 * the request came. A hold goes by the name of the call that took it.
 */
export type LedgerCall =
  | {
      readonly kind: 'redeem';
      readonly key: string;
      readonly voucher: string;
      readonly store: string;
      readonly day: string;
      readonly session?: string;
      readonly atMs: number;
    }
  | { readonly kind: 'undo'; readonly key: string; readonly use: string; readonly atMs: number }
  | {
      readonly kind: 'hold';
      readonly hold: string;
      readonly voucher: string;
      readonly store: string;
      readonly day: string;
      readonly session: string;
      readonly untilMs: number;
      readonly atMs: number;
    }
  | {
      readonly kind: 'release';
      readonly hold: string;
      readonly voucher: string;
      readonly session: string;
    }
  | { readonly kind: 'stop'; readonly coupon: string }
  | { readonly kind: 'look' };

/** `ok`, the code of a refusal, or what a look saw. */
export type LedgerAnswer = string;

/** A call of the ledger in a history. */
export type LedgerOp = Op<LedgerCall, LedgerAnswer>;

type Hold = { readonly hold: string; readonly session: string; readonly untilMs: number };

type State = {
  readonly uses: Readonly<Record<string, Use>>;
  readonly holds: Readonly<Record<string, Hold>>;
  readonly stopped: readonly string[];
};

/** Refusals that say nothing about the ledger: of a phone's proof, and of a route's throttle before any function ran. */
const beside = new Set(['store.pin_locked', 'store.qr_expired', 'throttled']);

const inForce = ({ uses }: State) => Object.values(uses).filter(use => use.undoneUnder === undefined);

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]) =>
  left < right ? -1 : 1;

/** What a look at the ledger sees: how often each voucher is used just then. */
export function lookOf(vouchers: readonly string[]): string {
  const counts: Record<string, number> = {};
  for (const voucher of vouchers) counts[voucher] = (counts[voucher] ?? 0) + 1;
  return JSON.stringify(Object.entries(counts).sort(byName));
}

type About = {
  readonly voucher: string;
  readonly store: string;
  readonly day: string;
  readonly atMs: number;
};

/** Every reason that speaks against a use: the ledger may give any of them, and gives none where there is none. */
function reasons(
  state: State,
  terms: Terms,
  termsOf: (voucher: string) => Terms,
  { voucher, store, day, atMs }: About,
  session: string | undefined,
): string[] {
  const standing = inForce(state);
  const ofCoupon = standing.filter(use => termsOf(use.voucher).coupon === terms.coupon);
  const own = standing.filter(use => use.voucher === voucher).length;
  const hold = state.holds[voucher];
  const isHeld = hold !== undefined && hold.untilMs > atMs && hold.session !== session;
  const onDay = ofCoupon.filter(use => use.store === store && use.day === day).length;
  const others = standing.filter(use => {
    const { shopper, group } = termsOf(use.voucher);
    return use.voucher !== voucher && shopper === terms.shopper && group === terms.group;
  });
  const found: readonly (readonly [string, boolean])[] = [
    ['voucher.already_redeemed', own >= terms.perPerson],
    ['voucher.held', own < terms.perPerson && isHeld],
    ['coupon.stopped', state.stopped.includes(terms.coupon)],
    ['coupon.used_up', terms.total !== undefined && ofCoupon.length >= terms.total],
    ['coupon.store_day_limit', terms.perStoreDay !== undefined && onDay >= terms.perStoreDay],
    ['coupon.group_used', terms.group !== undefined && others.length > 0],
  ];
  return found.flatMap(([code, speaks]) => (speaks ? [code] : []));
}

/** The state after a use or a hold that nothing speaks against, the same state after a refusal that says why. */
function judge(state: State, why: readonly string[], answer: LedgerAnswer | undefined, after: () => State) {
  if (answer === undefined || answer === 'ok') return why.length === 0 ? after() : undefined;
  return why.includes(answer) ? state : undefined;
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const { [name]: _, ...rest } = record;
  return rest;
}

function undo(state: State, call: Extract<LedgerCall, { kind: 'undo' }>, answer: LedgerAnswer | undefined) {
  const use = state.uses[call.use];
  if (use === undefined) return undefined;
  if (use.undoneUnder !== undefined) {
    const isOwn = use.undoneUnder === call.key;
    return answer === (isOwn ? 'ok' : 'redemption.already_undone') ? state : undefined;
  }
  const why = call.atMs - use.atMs > undoWindowMs ? ['redemption.undo_too_late'] : [];
  const undone = { ...use, undoneUnder: call.key };
  return judge(state, why, answer, () => ({ ...state, uses: { ...state.uses, [call.use]: undone } }));
}

function release(
  state: State,
  call: Extract<LedgerCall, { kind: 'release' }>,
  answer: LedgerAnswer | undefined,
) {
  const hold = state.holds[call.voucher];
  if (hold?.hold !== call.hold) return answer === 'ok' || answer === undefined ? state : undefined;
  if (hold.session !== call.session) return answer === 'hold.not_found' ? state : undefined;
  return judge(state, [], answer, () => ({ ...state, holds: without(state.holds, call.voucher) }));
}

/** The ledger as it ought to be: limits are nothing but the uses that stand, and a key answers what it answered first. */
export function makeLedgerModel(termsOf: (voucher: string) => Terms): Model<State, LedgerCall, LedgerAnswer> {
  return {
    start: { uses: {}, holds: {}, stopped: [] },
    nameOf: ({ uses, holds, stopped }) =>
      JSON.stringify([Object.entries(uses).sort(byName), Object.entries(holds).sort(byName), stopped]),
    step: (state, call, answer) => {
      const isAnswered = call.kind === 'redeem' && state.uses[call.key] !== undefined;
      if (answer === 'throttled' || (answer !== undefined && beside.has(answer) && !isAnswered)) return state;
      switch (call.kind) {
        case 'redeem': {
          if (isAnswered) return answer === 'ok' ? state : undefined;
          const { voucher, store, day, atMs } = call;
          const why = reasons(state, termsOf(voucher), termsOf, call, call.session);
          return judge(state, why, answer, () => ({
            ...state,
            uses: { ...state.uses, [call.key]: { voucher, store, day, atMs } },
            holds: without(state.holds, voucher),
          }));
        }
        case 'hold': {
          const { hold, voucher, session, untilMs } = call;
          const why = reasons(state, termsOf(voucher), termsOf, call, session);
          // Limits and stops are looked at before the hold is written, so they may refuse one and need not.
          const isRefused = answer !== undefined && answer !== 'ok';
          const hindrances = isRefused ? why : why.filter(code => code.startsWith('voucher.'));
          return judge(state, hindrances, answer, () => ({
            ...state,
            holds: { ...state.holds, [voucher]: { hold, session, untilMs } },
          }));
        }
        case 'undo':
          return undo(state, call, answer);
        case 'release':
          return release(state, call, answer);
        case 'stop':
          if (state.stopped.includes(call.coupon)) return state;
          return { ...state, stopped: [...state.stopped, call.coupon].sort() };
        case 'look': {
          const seen = lookOf(inForce(state).map(({ voucher }) => voucher));
          return answer === undefined || answer === seen ? state : undefined;
        }
      }
    },
  };
}
