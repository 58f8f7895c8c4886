import type { Language } from '../paper/dictionary.ts';
import type { Problem } from '../paper/api.ts';
import { alertNotice } from '../paper/notice.ts';
import type { PageRefusal } from '../paper/problem-book.ts';
import { explainProblem, problemReference, type Explanation } from '../paper/problem-words.ts';

/** What a clerk is told to do next, where a shopper would be told something else. */
export const clerkNext: Readonly<Record<Language, Readonly<Partial<Record<PageRefusal, string>>>>> = {
  ja: {
    'session.missing': 'もう一度入り直してください。',
    'voucher.already_redeemed': 'いつ、どの店で使われたかをお客様に伝えてください。',
    'voucher.void': 'お客様に、別の券があるか聞いてください。',
    'shopper.suspended': 'この券は使えません。お客様に、券を出したお店へ問い合わせるよう伝えてください。',
    'coupon.not_usable_now': '券の期間をお客様に伝えてください。',
    'coupon.not_at_this_store': '使える店をお客様に伝えてください。',
    'store.pin_mismatch': '店のPINを確かめて、もう一度入れてください。',
    'store.not_found': '店のIDを見直してください。',
  },
  en: {
    'session.missing': 'Please sign in again.',
    'voucher.already_redeemed': 'Tell the customer when and where it was used.',
    'voucher.void': 'Ask the customer for another ticket.',
    'shopper.suspended': 'This ticket cannot be used. Ask the customer to contact the shop that issued it.',
    'coupon.not_usable_now': 'Tell the customer the dates on the ticket.',
    'coupon.not_at_this_store': 'Tell the customer where it can be used.',
    'store.pin_mismatch': 'Check the PIN of your store and enter it again.',
    'store.not_found': 'Check the store ID.',
  },
};

/** Says a problem to a clerk. */
export function explainToClerk(problem: Problem, language: Language): Explanation {
  const next: Readonly<Record<string, string>> = clerkNext[language];
  const { what, next: toShopper } = explainProblem(problem, language);
  return { what, next: next[problem.code] ?? toShopper };
}

/** A notice of trouble for the clerk, read out at once. */
export function clerkNotice(problem: Problem, language: Language): HTMLElement {
  return alertNotice(explainToClerk(problem, language), problemReference(problem));
}
