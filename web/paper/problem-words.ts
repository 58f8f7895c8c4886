import type { RefusalCode } from '../../lambdas/domain/refusal.ts';
import { unreachable, type Problem } from './api.ts';
import type { Language } from './dictionary.ts';
import { formatMoment } from './when.ts';

/** What happened, and what the person can do about it. */
export type Explanation = { readonly what: string; readonly next: string };

type Facts = {
  readonly attemptsLeft: number | undefined;
  readonly wait: string;
  readonly redeemedAt: string | undefined;
  readonly storeName: string | undefined;
};

type Words = readonly [what: string | ((facts: Facts) => string), next: string | ((facts: Facts) => string)];

/** The refusals that a shopper or a clerk can meet; the console has words of its own for the rest. */
export type PageRefusal = Exclude<
  RefusalCode,
  | `campaign.${string}`
  | `message.${string}`
  | `register.${string}`
  | `reading.${string}`
  | 'route.not_found'
  | 'session.not_allowed'
>;

type Book = Readonly<Record<PageRefusal | typeof unreachable | 'generic', Words>>;

const again = { ja: 'もう一度お試しください。', en: 'Please try again.' } as const;
const waitJa = (f: Facts) => `${f.wait}待ってから、もう一度お試しください。`;
const waitEn = (f: Facts) => `Please wait ${f.wait} and try again.`;

const usedJa = (f: Facts) => `この券は${f.redeemedAt ?? ''}${f.redeemedAt ? 'に' : ''}${f.storeName ? `${f.storeName}で` : ''}使われています。`;
const usedEn = (f: Facts) => `This ticket was used${f.storeName ? ` at ${f.storeName}` : ''}${f.redeemedAt ? ` on ${f.redeemedAt}` : ''}.`;

const ja: Book = {
  'request.malformed': ['入力の形が正しくないようです。', '内容を見直して、もう一度お試しください。'],
  'request.not_json': ['うまく送れませんでした。', 'ページを開き直してください。'],
  'request.too_large': ['入力が長すぎます。', '短くして、もう一度お試しください。'],
  'request.cross_origin': ['このページからは操作できません。', 'アドレスを確かめて、開き直してください。'],
  'session.missing': ['確認の期限が切れました。', 'もう一度はじめからお願いします。'],
  'idempotency.key_reused': ['同じ操作がもう行われています。', 'ページを開き直して、結果を確かめてください。'],
  'limit.too_many': ['回数が多いため、いったん止めています。', waitJa],
  'phone.invalid': ['電話番号として読めませんでした。', '090 1234 5678 や +81 90… の形で入れてください。'],
  'phone.type_not_allowed': ['この番号にはSMSを送れません。', '携帯電話の番号を入れてください。'],
  'phone.country_not_allowed': ['この国の番号には送っていません。', '対象の国の携帯電話番号を入れてください。'],
  'challenge.not_found': ['この確認は続けられません。', 'Cookieが使えるか確かめ、番号の入力からやり直してください。'],
  'challenge.code_mismatch': [
    '番号が違います。',
    f => (f.attemptsLeft === undefined ? 'SMSの6桁を見直してください。' : `SMSの6桁を見直してください。あと${f.attemptsLeft}回入れられます。`),
  ],
  'challenge.expired': ['この番号は期限が切れました。', '電話番号の入力からやり直してください。'],
  'challenge.used': ['この番号はもう使われました。', '電話番号の入力からやり直してください。'],
  'challenge.locked': ['間違いが続いたため、この番号は使えません。', '電話番号の入力からやり直してください。'],
  'challenge.resend_too_soon': ['再送信はまだできません。', waitJa],
  'challenge.resend_exhausted': ['これ以上は再送信できません。', 'しばらくたってから、番号の入力からやり直してください。'],
  'sms.unavailable': ['いまSMSを送れません。', '数分たってから、もう一度お試しください。'],
  'consent.policy_outdated': ['同意の文が新しくなりました。', '新しい文を読んで、もう一度お試しください。'],
  'opt_out.not_found': ['この停止のリンクは見つかりません。', 'SMSのリンクを最後まで開いているか確かめてください。'],
  'link.not_found': ['このクーポンのリンクは見つかりません。', 'SMSのリンクを最後まで開いているか確かめてください。'],
  'coupon.not_found': ['このクーポンは見つかりません。', 'クーポンの一覧から選び直してください。'],
  'coupon.not_public': ['このクーポンは見つかりません。', 'クーポンの一覧から選び直してください。'],
  'coupon.not_usable_now': ['いまは使える期間ではありません。', '券の期間を確かめてください。'],
  'coupon.not_at_this_store': ['この店では使えない券です。', '券に書かれた店で使えます。'],
  'coupon.used_up': ['使える回数に達しました。', 'この券はもう使えません。'],
  'voucher.not_found': ['この券は見つかりません。', 'コードを見直してください。'],
  'voucher.already_redeemed': [usedJa, '心当たりがなければ、店の人に伝えてください。'],
  'voucher.void': ['この券は取り消されています。', '別の券をお使いください。'],
  'store.not_found': ['この店は見つかりません。', '店を見直してください。'],
  'store.pin_mismatch': ['PINが違います。', '店の人に確かめて、もう一度入れてください。'],
  'store.pin_locked': ['PINの間違いが続きました。', waitJa],
  'redemption.not_found': ['この利用の記録は見つかりません。', '取り消す利用を選び直してください。'],
  'redemption.already_undone': ['この利用はもう取り消されています。', '券は使える状態に戻っています。'],
  'redemption.undo_too_late': ['取り消せる時間を過ぎました。', '責任者に相談してください。'],
  [unreachable]: ['通信ができませんでした。', '電波を確かめて、もう一度お試しください。'],
  generic: ['うまくいきませんでした。', '少し待ってから、もう一度お試しください。'],
};

const en: Book = {
  'request.malformed': ['Something in the form does not look right.', 'Check what you entered and try again.'],
  'request.not_json': ['That could not be sent.', 'Please reload the page.'],
  'request.too_large': ['That is too long.', 'Shorten it and try again.'],
  'request.cross_origin': ['This cannot be done from here.', 'Check the address and open the page again.'],
  'session.missing': ['Your sign-in has run out.', 'Please start again.'],
  'idempotency.key_reused': ['This was already done once.', 'Reload the page to see the result.'],
  'limit.too_many': ['Too many tries, so we paused.', waitEn],
  'phone.invalid': ['We could not read that as a phone number.', 'Enter it like 090 1234 5678 or +81 90…'],
  'phone.type_not_allowed': ['This number cannot receive our SMS.', 'Enter a mobile number.'],
  'phone.country_not_allowed': ['We do not send to that country.', 'Enter a mobile number from a listed country.'],
  'challenge.not_found': ['This check cannot go on.', 'See that cookies are allowed, then enter your number again.'],
  'challenge.code_mismatch': [
    'That code is not right.',
    f =>
      f.attemptsLeft === undefined
        ? 'Check the 6 digits in the SMS.'
        : `Check the 6 digits in the SMS. ${f.attemptsLeft} ${f.attemptsLeft === 1 ? 'try' : 'tries'} left.`,
  ],
  'challenge.expired': ['This code has expired.', 'Enter your phone number again for a new one.'],
  'challenge.used': ['This code was already used.', 'Enter your phone number again for a new one.'],
  'challenge.locked': ['Too many wrong tries, so this code is closed.', 'Enter your phone number again for a new one.'],
  'challenge.resend_too_soon': ['It is too early to send again.', waitEn],
  'challenge.resend_exhausted': ['We cannot send this code again.', 'Wait a while, then enter your number again.'],
  'sms.unavailable': ['We cannot send SMS right now.', 'Please try again in a few minutes.'],
  'consent.policy_outdated': ['The consent text has changed.', 'Read the new text and try again.'],
  'opt_out.not_found': ['We do not know this stop link.', 'Check that the whole link from the SMS was opened.'],
  'link.not_found': ['We do not know this coupon link.', 'Check that the whole link from the SMS was opened.'],
  'coupon.not_found': ['This coupon is not here.', 'Choose one from your coupons.'],
  'coupon.not_public': ['This coupon is not here.', 'Choose one from your coupons.'],
  'coupon.not_usable_now': ['It cannot be used at this time.', 'Check the dates on the ticket.'],
  'coupon.not_at_this_store': ['This ticket is not for this store.', 'Use it at a store named on the ticket.'],
  'coupon.used_up': ['It has been used as often as it may be.', 'This ticket cannot be used any more.'],
  'voucher.not_found': ['This ticket was not found.', 'Check the code.'],
  'voucher.already_redeemed': [usedEn, 'If that was not you, tell the staff.'],
  'voucher.void': ['This ticket has been withdrawn.', 'Please use another one.'],
  'store.not_found': ['This store was not found.', 'Check the store.'],
  'store.pin_mismatch': ['The PIN is not right.', 'Ask the staff and enter it again.'],
  'store.pin_locked': ['Too many wrong PINs.', waitEn],
  'redemption.not_found': ['That use was not found.', 'Choose it again from the list.'],
  'redemption.already_undone': ['That use was already undone.', 'The ticket can be used again.'],
  'redemption.undo_too_late': ['It is too late to undo this.', 'Please ask your manager.'],
  [unreachable]: ['We could not connect.', 'Check your signal and try again.'],
  generic: ['That did not work.', 'Wait a moment and try again.'],
};

const books: Readonly<Record<Language, Book>> = { ja, en };

/** Every text a refusal has, by language and code; held to the same keys by its type. */
export const problemWords: Readonly<Record<Language, Readonly<Record<string, Words>>>> = books;

/** A waiting time in words: seconds up to 90, then minutes, then hours, rounded up. */
export function waitInWords(seconds: number | undefined, language: Language): string {
  if (seconds === undefined) return language === 'ja' ? 'しばらく' : 'a while';
  if (seconds <= 90) return language === 'ja' ? `${seconds}秒` : `${seconds} s`;
  if (seconds <= 5400) return language === 'ja' ? `${Math.ceil(seconds / 60)}分` : `${Math.ceil(seconds / 60)} min`;
  return language === 'ja' ? `${Math.ceil(seconds / 3600)}時間` : `${Math.ceil(seconds / 3600)} h`;
}

function factsOf(problem: Problem, language: Language): Facts {
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
export function explainProblem(problem: Problem, language: Language, reader: Reader = 'shopper'): Explanation {
  const book: Readonly<Record<string, Words>> = problemWords[language];
  const words =
    book[problem.code] ?? book[byStatus[problem.status] ?? 'generic'] ?? ([again[language], ''] as const);
  const facts = factsOf(problem, language);
  const [what, next] = words.map(text => (typeof text === 'function' ? text(facts) : text));
  const forClerk: Readonly<Record<string, string>> = reader === 'clerk' ? clerkNext[language] : {};
  return { what: what ?? '', next: forClerk[problem.code] ?? next ?? '' };
}

/** The small print under an explanation: the code, and the request id by which it can be found in the log. */
export function problemReference(problem: Problem): string {
  return problem.requestId === undefined ? problem.code : `${problem.code} · ${problem.requestId}`;
}
