import type { StoreProof } from '../../lambdas/domain/store-proof.ts';
import { isOpen, type Answer, type Problem } from '../paper/api.ts';
import { alertNotice, problemNotice } from '../paper/notice.ts';
import { problemReference } from '../paper/problem-words.ts';
import type { Redeemed } from './answers.ts';
import type { Desk } from './desk.ts';
import { openUses, placeOfUse, recallUse, type Recalled } from './open-uses.ts';
import type { SheetStep } from './redeem-sheet.ts';
import { signInAgain } from './sign-in-again.ts';

/** What came of a use that is open; nothing when none is, or when it was undone since and is over with. */
async function whatBecame({ api }: Desk, place: string): Promise<Answer<Recalled> | undefined> {
  const open = openUses.all().find(one => one.place === place);
  const told = open && (await recallUse(api, open));
  if (told?.ok !== true) return told;
  openUses.drop(place);
  return told.value.undoneAt === undefined ? told : undefined;
}

/** A use that was undone before anybody heard of it: there is nothing to tear off. */
const undone: Problem = { status: 409, code: 'redemption.already_undone', facts: {} };

/**
 * Asks the API to use the ticket at a store with a proof. Answers the problem, or nothing once the sheet is left. The
 * voucher and the store say what is meant, so whoever proves it anew after a lost reply means the same use: what came of
 * that one is asked before another request and after a lost one.
 */
export async function redeemBy(
  { desk, voucher, finished }: SheetStep,
  storeId: string,
  proof: StoreProof,
): Promise<Problem | undefined> {
  const { voucherId } = voucher;
  const place = placeOfUse(voucherId, storeId);
  const path = `/v1/vouchers/${encodeURIComponent(voucherId)}/redemptions`;
  const before = await whatBecame(desk, place);
  const isAnswered = before !== undefined && (before.ok || isOpen(before));
  const answer = isAnswered
    ? before
    : await desk.api.post<Redeemed>(path, { storeId, proof }, { intent: openUses.intentFor(place) });
  const told = !isAnswered && isOpen(answer) ? await whatBecame(desk, place) : undefined;
  const done = told?.ok === true ? told : answer;
  if (done.ok && done.value.undoneAt !== undefined) return undone;
  if (done.ok) {
    finished(done.value.redeemedAt, voucher.stores?.find(one => one.storeId === storeId)?.name);
    return undefined;
  }
  return signInAgain(desk, done, { at: 'ticket', voucherId }) ? undefined : done.problem;
}

/** Says why a ticket was not used, or that nobody knows yet whether it was. */
export function redeemTrouble({ words, language }: Desk, problem: Problem): HTMLElement {
  if (!isOpen({ ok: false, problem })) return problemNotice(problem, language);
  return alertNotice({ what: words.openUse, next: words.openUseNext }, problemReference(problem));
}
