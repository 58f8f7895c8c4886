import { serverNowMs } from '../paper/api.ts';
import { h, type Child } from '../paper/dom.ts';
import { languageWritten, type Language } from '../paper/dictionary.ts';
import { formatMoment } from '../paper/when.ts';
import type { TicketStore, Voucher } from './answers.ts';
import type { ShopperWords } from './words.ts';

/** What is printed on a ticket; a linked one has no code. */
export type Printed = Pick<
  Voucher,
  'title' | 'terms' | 'state' | 'validFrom' | 'validUntil' | 'stores' | 'redeemedAt' | 'storeName'
>;

/** How a ticket stands: an issued one may still be too early. */
export type Standing = Voucher['state'] | 'early';

/** The server's time is heard in whole seconds, so a ticket that is good since this very second may look early. */
const heardLateMs = 1000;

/** Where the ticket stands at `nowMs` (server's time). */
export function standingOf(ticket: Printed, nowMs: number = serverNowMs()): Standing {
  if (ticket.state !== 'issued' || ticket.validFrom === undefined) return ticket.state;
  return Date.parse(ticket.validFrom) > nowMs + heardLateMs ? 'early' : 'issued';
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
  if (standingOf(ticket) === 'early' && ticket.validFrom !== undefined) {
    return words.from(formatMoment(ticket.validFrom, language));
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
export function smallPrint(ticket: Printed, words: ShopperWords): Child {
  const stores = ticket.stores ?? [];
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
    ticket.terms !== undefined &&
      ticket.terms !== '' && [
        h('dt', {}, words.terms),
        h('dd', { class: 'terms', lang: languageWritten(ticket.terms) }, ticket.terms),
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
