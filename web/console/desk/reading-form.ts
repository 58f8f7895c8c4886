import { foldDigits, holdsPhoneNumber } from '../../../lambdas/domain/phone-number.ts';

/** The purposes for which a person at the desk may read a number (DESIGN §3). */
export const purposes = ['desk', 'disclosure', 'correction'] as const;

/** What is typed for a reading; it holds no number. */
export type ReadingDraft = {
  readonly shopperId: string;
  readonly purpose: (typeof purposes)[number];
  readonly ticket: string;
};

/** Whom somebody searches for: by id, or by a number that is only matched with its index. */
export type Wanted =
  | { readonly by: 'id'; readonly shopperId: string }
  | { readonly by: 'number'; readonly phone: string };

const shopperShape = /^shp_[0-9A-HJKMNP-TV-Z]{26}$/u;
const ticketShape = /^[\w#./-]{1,60}$/u;

/** Reads what was typed to search; undefined when it is neither an id nor a number. */
export const readWanted = (typed: string): Wanted | undefined => {
  const plain = typed.normalize('NFKC').trim();
  if (shopperShape.test(plain)) return { by: 'id', shopperId: plain };
  return /^\+?\d{6,20}$/u.test(foldDigits(plain)) ? { by: 'number', phone: plain } : undefined;
};

/** Why a ticket cannot be sent as it is: it says why, and it stays in the register for good, so it holds no number. */
export const ticketFault = (ticket: string): 'needTicket' | 'ticketNumber' | undefined => {
  if (!ticketShape.test(ticket.trim())) return 'needTicket';
  return holdsPhoneNumber(ticket) ? 'ticketNumber' : undefined;
};
