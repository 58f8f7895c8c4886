import type { Problem } from './api.ts';
import type { Language } from './dictionary.ts';
import type { PageRefusal, ProblemFacts, ProblemWords } from './problem-book.ts';
import { problemsEn } from './problem-words-en.ts';
import { problemsJa } from './problem-words-ja.ts';
import { formatMoment } from './when.ts';

/** What happened, and what the person can do about it. */
export type Explanation = { readonly what: string; readonly next: string };

/** Every text a refusal has, by language and code; held to the same keys by its type. */
export const problemWords: Readonly<Record<Language, Readonly<Record<string, ProblemWords>>>> = {
  ja: problemsJa,
  en: problemsEn,
};

/** A waiting time in words: seconds up to 90, then minutes, then hours, rounded up. */
export function waitInWords(seconds: number | undefined, language: Language): string {
  if (seconds === undefined) return language === 'ja' ? 'しばらく' : 'a while';
  if (seconds <= 90) return language === 'ja' ? `${seconds}秒` : `${seconds} s`;
  if (seconds <= 5400)
    return language === 'ja' ? `${Math.ceil(seconds / 60)}分` : `${Math.ceil(seconds / 60)} min`;
  return language === 'ja' ? `${Math.ceil(seconds / 3600)}時間` : `${Math.ceil(seconds / 3600)} h`;
}

function factsOf(problem: Problem, language: Language): ProblemFacts {
  const { attemptsLeft, redeemedAt, storeName } = problem.facts;
  return {
    attemptsLeft: typeof attemptsLeft === 'number' ? attemptsLeft : undefined,
    wait: waitInWords(problem.retryAfterSeconds, language),
    redeemedAt: typeof redeemedAt === 'string' ? formatMoment(redeemedAt, language) : undefined,
    storeName: typeof storeName === 'string' ? storeName : undefined,
  };
}

const byStatus: Readonly<Record<number, PageRefusal>> = { 401: 'session.missing', 429: 'limit.too_many' };

/** Who reads an explanation; a clerk is told something else to do than a shopper. */
export type Reader = 'shopper' | 'clerk';

/** What to do next where the clerk is the reader. */
export const clerkNext: Readonly<Record<Language, Readonly<Partial<Record<PageRefusal, string>>>>> = {
  ja: {
    'session.missing': 'もう一度入り直してください。',
    'voucher.already_redeemed': 'いつ、どの店で使われたかをお客様に伝えてください。',
    'voucher.void': 'お客様に、別の券があるか聞いてください。',
    'coupon.not_usable_now': '券の期間をお客様に伝えてください。',
    'coupon.not_at_this_store': '使える店をお客様に伝えてください。',
    'store.pin_mismatch': '店のPINを確かめて、もう一度入れてください。',
    'store.not_found': '店のIDを見直してください。',
  },
  en: {
    'session.missing': 'Please sign in again.',
    'voucher.already_redeemed': 'Tell the customer when and where it was used.',
    'voucher.void': 'Ask the customer for another ticket.',
    'coupon.not_usable_now': 'Tell the customer the dates on the ticket.',
    'coupon.not_at_this_store': 'Tell the customer where it can be used.',
    'store.pin_mismatch': 'Check the PIN of your store and enter it again.',
    'store.not_found': 'Check the store ID.',
  },
};

/** Says a problem in plain words; an unknown code gets the words of its status, else general ones. */
export function explainProblem(
  problem: Problem,
  language: Language,
  reader: Reader = 'shopper',
): Explanation {
  const book: Readonly<Record<string, ProblemWords>> = problemWords[language];
  const words = book[problem.code] ?? book[byStatus[problem.status] ?? 'generic'] ?? [];
  const facts = factsOf(problem, language);
  const [what, next] = words.map(text => (typeof text === 'function' ? text(facts) : text));
  const forClerk: Readonly<Record<string, string>> = reader === 'clerk' ? clerkNext[language] : {};
  return { what: what ?? '', next: forClerk[problem.code] ?? next ?? '' };
}

/** The small print under an explanation: the code, and the request id by which it can be found in the log. */
export function problemReference(problem: Problem): string {
  return problem.requestId === undefined ? problem.code : `${problem.code} · ${problem.requestId}`;
}
