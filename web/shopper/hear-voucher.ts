import { setServerTime, type Answer } from '../paper/api.ts';
import type { Voucher } from './answers.ts';
import { heardVouchers, noteHeard, type Desk } from './desk.ts';
import { proofMsOf } from './just-redeemed.ts';

/**
 * Asks for one voucher and keeps what was heard over what the list told. An answer from before a redemption of this
 * visit does not bring the ticket back to life.
 */
export async function hearVoucher({ api }: Desk, voucherId: string): Promise<Answer<Voucher>> {
  const answer = await api.get<Voucher>(`/v1/vouchers/${encodeURIComponent(voucherId)}`);
  if (!answer.ok) return answer;
  if (answer.value.serverTime !== undefined) setServerTime(Date.parse(answer.value.serverTime));
  const known = heardVouchers.get(voucherId);
  const stale = answer.value.state === 'issued' && proofMsOf(voucherId) !== undefined;
  const value = known !== undefined && stale ? known : { ...known, ...answer.value };
  noteHeard(value);
  return { ...answer, value };
}
