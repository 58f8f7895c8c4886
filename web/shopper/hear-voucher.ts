import { setServerTime, type Answer } from '../paper/api.ts';
import type { Voucher } from './answers.ts';
import { heardVouchers, type Desk } from './desk.ts';

/** Asks for one voucher and keeps what was heard. */
export async function hearVoucher({ api }: Desk, voucherId: string): Promise<Answer<Voucher>> {
  const answer = await api.get<Voucher>(`/v1/vouchers/${encodeURIComponent(voucherId)}`);
  if (!answer.ok) return answer;
  const known = heardVouchers.get(voucherId);
  heardVouchers.set(voucherId, { ...known, ...answer.value });
  if (answer.value.serverTime !== undefined) setServerTime(Date.parse(answer.value.serverTime));
  return answer;
}
