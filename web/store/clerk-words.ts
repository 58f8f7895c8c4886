import type { Language } from '../paper/dictionary.ts';
import type { Problem } from '../paper/api.ts';
import { alertNotice } from '../paper/notice.ts';
import type { PageRefusal, ProblemWords } from '../paper/problem-book.ts';
import { explainProblem, factsOf, problemReference, type Explanation } from '../paper/problem-words.ts';

type ClerkNext = Readonly<Partial<Record<PageRefusal, ProblemWords[1]>>>;

/** What a clerk is told to do next, where a shopper would be told something else. */
export const clerkNext: Readonly<Record<Language, ClerkNext>> = {
  ja: {
    'session.missing': 'もう一度入り直してください。',
    'voucher.already_redeemed': 'いつ、どの店で使われたかをお客様に伝えてください。',
    'voucher.held': f =>
      `ほかのレジで確かめている券です。そちらで確定するか、${f.heldUntil ?? '3分後'}まで待ってください。`,
    'voucher.void': 'お客様に、別の券があるか聞いてください。',
    'shopper.suspended': 'この券は使えません。お客様に、券を出したお店へ問い合わせるよう伝えてください。',
    'coupon.not_usable_now': f =>
      f.usableAt === undefined
        ? '券の期間をお客様に伝えてください。'
        : `${f.usableAt}から使えることを、お客様に伝えてください。`,
    'coupon.stopped': f => f.message ?? '使えなくなったことを、お客様に伝えてください。',
    'coupon.store_day_limit': '明日またはほかの店で使えることを、お客様に伝えてください。',
    'coupon.group_used': 'お客様に、別の券があるか聞いてください。',
    'coupon.not_at_this_store': '使える店をお客様に伝えてください。',
    'store.staff_ended': '責任者に確かめてください。',
    'store.pin_mismatch': '店のPINを確かめて、もう一度入れてください。',
    'store.not_found': '店のIDを見直してください。',
  },
  en: {
    'session.missing': 'Please sign in again.',
    'voucher.already_redeemed': 'Tell the customer when and where it was used.',
    'voucher.held': f =>
      `Another till has set it aside. Confirm it there, or wait until ${f.heldUntil ?? 'three minutes are over'}.`,
    'voucher.void': 'Ask the customer for another ticket.',
    'shopper.suspended': 'This ticket cannot be used. Ask the customer to contact the shop that issued it.',
    'coupon.not_usable_now': f =>
      f.usableAt === undefined
        ? 'Tell the customer the dates on the ticket.'
        : `Tell the customer it can be used from ${f.usableAt}.`,
    'coupon.stopped': f => f.message ?? 'Tell the customer it can no longer be used.',
    'coupon.store_day_limit': 'Tell the customer to come another day, or to another store.',
    'coupon.group_used': 'Ask the customer for another ticket.',
    'coupon.not_at_this_store': 'Tell the customer where it can be used.',
    'store.staff_ended': 'Ask your manager.',
    'store.pin_mismatch': 'Check the PIN of your store and enter it again.',
    'store.not_found': 'Check the store ID.',
  },
};

/** What is said later of a refusal whose own words tell of that moment. */
export const refusedThen: Readonly<Record<Language, Readonly<Partial<Record<PageRefusal, string>>>>> = {
  ja: {
    'voucher.held': 'レジで確かめている券でした。',
    'coupon.not_usable_now': '使える期間や時間ではありませんでした。',
  },
  en: {
    'voucher.held': 'A till was looking at this ticket.',
    'coupon.not_usable_now': 'It was outside its dates or hours.',
  },
};

/** Says a problem to a clerk. */
export function explainToClerk(problem: Problem, language: Language): Explanation {
  const next: Readonly<Record<string, ProblemWords[1]>> = clerkNext[language];
  const { what, next: toShopper } = explainProblem(problem, language);
  const toClerk = next[problem.code] ?? toShopper;
  return { what, next: typeof toClerk === 'function' ? toClerk(factsOf(problem, language)) : toClerk };
}

/** A notice of trouble for the clerk, read out at once. */
export function clerkNotice(problem: Problem, language: Language): HTMLElement {
  return alertNotice(explainToClerk(problem, language), problemReference(problem));
}
