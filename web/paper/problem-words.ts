import { serverNowMs, type Problem } from './api.ts';
import { messageIn, type InBoth } from './coupon-words.ts';
import type { Language } from './dictionary.ts';
import type { PageRefusal, ProblemFacts, ProblemWords } from './problem-book.ts';
import { problemsEn } from './problem-words-en.ts';
import { problemsJa } from './problem-words-ja.ts';
import { formatMoment, formatSoon } from './when.ts';

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

/** A wait too long to be counted down in one's head names the time at which it ends as well. */
function waitWithMoment(seconds: number | undefined, language: Language): string {
  const wait = waitInWords(seconds, language);
  if (seconds === undefined || seconds <= 90) return wait;
  const nowMs = serverNowMs();
  const ends = formatSoon(nowMs + seconds * 1000, language, nowMs);
  return language === 'ja' ? `${wait}(${ends}まで)` : `${wait} (until ${ends})`;
}

const textOf = (fact: unknown) => (typeof fact === 'string' ? fact : undefined);

/** The facts of a problem in the words of a language. */
export function factsOf(problem: Problem, language: Language): ProblemFacts {
  const { attemptsLeft, redeemedAt, heldUntil, storeName, why, usableAt, message } = problem.facts;
  return {
    attemptsLeft: typeof attemptsLeft === 'number' ? attemptsLeft : undefined,
    wait: waitWithMoment(problem.retryAfterSeconds, language),
    redeemedAt: typeof redeemedAt === 'string' ? formatMoment(redeemedAt, language) : undefined,
    heldUntil:
      typeof heldUntil === 'string' ? formatSoon(Date.parse(heldUntil), language, serverNowMs()) : undefined,
    storeName: textOf(storeName),
    why: textOf(why),
    usableAt: typeof usableAt === 'string' ? formatMoment(usableAt, language) : undefined,
    message: isInBoth(message) ? messageIn(message, language) : undefined,
  };
}

function isInBoth(message: unknown): message is InBoth {
  return typeof message === 'object' && message !== null;
}

const byStatus: Readonly<Record<number, PageRefusal>> = { 401: 'session.missing', 429: 'limit.too_many' };

/** Says a problem in plain words; an unknown code gets the words of its status, else general ones. */
export function explainProblem(problem: Problem, language: Language): Explanation {
  const book: Readonly<Record<string, ProblemWords>> = problemWords[language];
  const words = book[problem.code] ?? book[byStatus[problem.status] ?? 'generic'] ?? [];
  const facts = factsOf(problem, language);
  const [what, next] = words.map(text => (typeof text === 'function' ? text(facts) : text));
  return { what: what ?? '', next: next ?? '' };
}

/** The small print under an explanation: the code, and the request id by which it can be found in the log. */
export function problemReference(problem: Problem): string {
  return problem.requestId === undefined ? problem.code : `${problem.code} · ${problem.requestId}`;
}
