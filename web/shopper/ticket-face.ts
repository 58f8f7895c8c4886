import { serverNowMs } from '../paper/api.ts';
import { benefitIn, messageIn, nameIn, termsIn, windowsIn, type CouponFace } from '../paper/coupon-words.ts';
import { h, type Child } from '../paper/dom.ts';
import { languageWritten, type Language } from '../paper/dictionary.ts';
import { formatMoment } from '../paper/when.ts';
import type { TicketStore, Voucher } from './answers.ts';
import type { ShopperWords } from './words.ts';

/** What is printed on a ticket; a linked one has no code. */
export type Printed = Omit<Voucher, 'voucherId' | 'couponId' | 'code' | 'link' | 'serverTime'>;

/** How a ticket stands: an issued one may still be too early, or closed at this time. */
export type Standing = Voucher['state'] | 'early' | 'closed';

/** The server's time is heard in whole seconds, so a ticket that is good since this very second may look early. */
const heardLateMs = 1000;

/** Where the ticket stands at `nowMs` (server's time). */
export function standingOf(ticket: Printed, nowMs: number = serverNowMs()): Standing {
  if (ticket.state !== 'issued') return ticket.state;
  const isLater = (iso = '') => Date.parse(iso) > nowMs + heardLateMs;
  if (isLater(ticket.validFrom)) return 'early';
  return isLater(ticket.usableAt) ? 'closed' : 'issued';
}

/** Why the button of a ticket rests, or undefined while it can be used. */
export function restOf(ticket: Printed, words: ShopperWords): string | undefined {
  const standing = standingOf(ticket);
  return standing === 'early' ? words.notYet : standing === 'closed' ? words.notNow : undefined;
}

/** Benefit large, and the name of the coupon below it where it has one of its own. */
export function benefitOf(face: CouponFace, language: Language): Child {
  const [benefit, name] = [benefitIn(face, language), nameIn(face, language)];
  return [
    h('h2', { class: 'benefit large', lang: languageWritten(benefit) }, benefit),
    name !== undefined && h('p', { lang: languageWritten(name) }, name),
  ];
}

/** Benefit and name in the little room of a list. */
export function benefitInList(face: CouponFace, language: Language): Child {
  const [benefit, name] = [benefitIn(face, language), nameIn(face, language)];
  return [
    h('strong', { class: 'benefit block', lang: languageWritten(benefit) }, benefit),
    name !== undefined && h('span', { class: 'block', lang: languageWritten(name) }, name),
  ];
}

/** Every line about when: from when or until when, then days, hours and dates left out. */
export function timesOf(ticket: Printed, words: ShopperWords, language: Language): Child {
  const rests = restOf(ticket, words) !== undefined;
  const windows = ticket.state === 'issued' ? windowsIn(ticket.usableOn, language, serverNowMs()) : [];
  return [
    h('p', { class: 'figures' }, validityOf(ticket, words, language)),
    windows.map(line => h('p', { class: 'figures small' }, line)),
    rests && h('p', { class: 'figures small' }, words.until(formatMoment(ticket.validUntil, language))),
  ];
}

/** What the shop says about a coupon it stopped. */
export function stopNotice({ stopMessage }: Printed, language: Language): Child {
  const message = messageIn(stopMessage, language);
  return message !== undefined && h('p', { class: 'terms', lang: languageWritten(message) }, message);
}

/** The stamp of a ticket that cannot be used any more; `lands` plays its arrival. */
export function stampOf(
  ticket: Printed,
  words: ShopperWords,
  language: Language,
  lands = false,
): HTMLElement | undefined {
  const word = { redeemed: words.used, expired: words.ended, void: words.void, issued: undefined }[
    ticket.state
  ];
  if (word === undefined) return undefined;
  const when =
    ticket.state === 'redeemed' && ticket.redeemedAt !== undefined
      ? words.usedAt(formatMoment(ticket.redeemedAt, language), ticket.storeName ?? '')
      : undefined;
  return h(
    'p',
    { class: lands ? 'stamp lands' : 'stamp' },
    word,
    when !== undefined && h('span', { class: 'small figures' }, when),
  );
}

/** When the ticket can be used, in one line: from when while it is too early, else until when. */
export function validityOf(ticket: Printed, words: ShopperWords, language: Language): string {
  const fromWhen = ticket.usableAt ?? ticket.validFrom;
  if (restOf(ticket, words) !== undefined && fromWhen !== undefined) {
    return words.from(formatMoment(fromWhen, language));
  }
  return words.until(formatMoment(ticket.validUntil, language));
}

/** Where the ticket can be used, in a few words. */
export function placeOf(stores: readonly TicketStore[] | undefined, words: ShopperWords): string {
  const [first, ...rest] = stores ?? [];
  if (first === undefined) return words.everyStore;
  return rest.length === 0 ? first.name : words.storeAndMore(first.name, rest.length);
}

/** Every store of the ticket and its terms, for the ticket's own page. */
export function smallPrint(ticket: Printed, words: ShopperWords, language: Language): Child {
  const stores = ticket.stores ?? [];
  const terms = termsIn(ticket, language);
  return h(
    'dl',
    { class: 'print' },
    h('dt', {}, words.at),
    stores.length === 0
      ? h('dd', {}, words.everyStore)
      : h(
          'dd',
          {},
          h(
            'ul',
            { class: 'bare' },
            ...stores.map(({ name }) => h('li', { lang: languageWritten(name) }, name)),
          ),
        ),
    terms !== '' && [
      h('dt', {}, words.terms),
      h('dd', { class: 'terms', lang: languageWritten(terms) }, terms),
    ],
  );
}

/** The ten characters of a code in two groups; screen readers spell it. */
export function codeGroups(code: string, words: ShopperWords): HTMLElement {
  return h(
    'p',
    { class: 'code-groups' },
    h('span', { class: 'unseen' }, `${words.codeGroups}: ${Array.from(code).join(' ')}`),
    h('span', { 'aria-hidden': 'true' }, code.slice(0, 5)),
    h('span', { 'aria-hidden': 'true' }, code.slice(5)),
  );
}
