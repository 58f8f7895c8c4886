import { serverNowMs } from '../paper/api.ts';
import { plainNotice } from '../paper/notice.ts';
import { formatMoment } from '../paper/when.ts';
import type { Desk } from './desk.ts';
import { openUses, placeOfUse, recallUse, type Recalled } from './open-uses.ts';
import { radioWords } from './radio-words.ts';

/** No request of ours is under way for longer, in milliseconds; until then one that nobody knows of may still arrive. */
const underWayMs = 60_000;

/**
 * Asks what came of a voucher's uses whose replies were lost, and says it: used and when, undone since, not used, or not
 * known yet. Answers nothing when no reply is missing.
 */
export async function tellLostUses(desk: Desk, voucherId: string): Promise<HTMLElement[]> {
  const open = openUses.all().filter(({ place }) => place.startsWith(placeOfUse(voucherId, '')));
  const notices = open.map(async use => {
    const answer = await recallUse(desk.api, use);
    if (answer.ok) {
      openUses.drop(use.place);
      return usedNotice(desk, answer.value);
    }
    const words = radioWords[desk.language];
    if (answer.problem.code !== 'redemption.not_found')
      return plainNotice('warn', desk.words.openUse, words.unknownNext);
    if (serverNowMs() - use.sinceMs > underWayMs) openUses.drop(use.place);
    return plainNotice('warn', words.notUsed, words.notUsedNext);
  });
  return Promise.all(notices);
}

function usedNotice({ language }: Desk, { redeemedAt, storeName, undoneAt }: Recalled): HTMLElement {
  const words = radioWords[language];
  const moment = formatMoment(redeemedAt, language);
  if (undoneAt !== undefined) return plainNotice('warn', words.undoneThen(moment), words.undoneThenNext);
  return plainNotice('ok', words.usedThen(moment, storeName), words.usedThenNext);
}
