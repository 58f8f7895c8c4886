import { lookOf, makeLedgerModel, type LedgerOp } from '../simulation/redemption/ledger-model.ts';
import { whyNotLinearizable } from '../simulation/redemption/linearize.ts';
import type { Recorder } from './ledger-clients.ts';
import type { Row } from './ledger-rows.ts';

/** Adds a last look at what stands of a voucher, and says why the history has no order, or nothing. */
export function whyNoOrder(
  { ops }: Recorder,
  { voucherId, perPerson }: { readonly voucherId: string; readonly perPerson: number },
  rows: readonly Row[],
) {
  const standing = rows.filter(row => row.voucherId === voucherId && !row.undone);
  const look: LedgerOp = {
    call: { kind: 'look' },
    calledAt: Number.MAX_SAFE_INTEGER - 1,
    answeredAt: Number.MAX_SAFE_INTEGER,
    answer: lookOf(standing.map(row => row.voucherId)),
  };
  const model = makeLedgerModel(() => ({ coupon: 'one', shopper: 'holder', perPerson }));
  return whyNotLinearizable(model, [...ops, look]);
}

/** How often each answer was given to each kind of call. */
export function countOps(ops: readonly LedgerOp[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { call, answer = 'unanswered' } of ops) {
    const name = `${call.kind} ${answer}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
