import type { StoreProof } from '../../lambdas/domain/store-proof.ts';
import type { Problem } from '../paper/api.ts';
import type { Redeemed } from './answers.ts';
import type { SheetStep } from './redeem-sheet.ts';
import { signInAgain } from './sign-in-again.ts';

/**
 * Asks the API to use the ticket at a store with a proof. Answers the problem, or nothing once the sheet is left. One
 * intent serves the whole sheet and goes by the store alone: whoever proves it anew after a lost reply, with another PIN or
 * a newer QR, means the same use and gets the same answer.
 */
export async function redeemBy(
  { desk, voucher, intent, finished }: SheetStep,
  storeId: string,
  proof: StoreProof,
): Promise<Problem | undefined> {
  const sameUse = { keyFor: () => intent.keyFor(storeId), settle: intent.settle };
  const path = `/v1/vouchers/${encodeURIComponent(voucher.voucherId)}/redemptions`;
  const answer = await desk.api.post<Redeemed>(path, { storeId, proof }, { intent: sameUse });
  if (answer.ok) {
    finished(answer.value.redeemedAt, voucher.stores?.find(one => one.storeId === storeId)?.name);
    return undefined;
  }
  if (signInAgain(desk, answer, { at: 'ticket', voucherId: voucher.voucherId })) return undefined;
  return answer.problem;
}
