/** The purposes for which a person at the desk may read a number (DESIGN §3). */
export const purposes = ['desk', 'disclosure', 'correction'] as const;

/** What is typed for a reading; it holds no number. */
export type ReadingDraft = {
  readonly shopperId: string;
  readonly purpose: (typeof purposes)[number];
  readonly ticket: string;
};

/** Which fields cannot be sent as they are. */
export type ReadingFaults = { readonly shopperId?: 'needShopper'; readonly ticket?: 'needTicket' };

const shopperShape = /^shp_[0-9A-HJKMNP-TV-Z]{26}$/u;
const ticketShape = /^[\w#./-]{1,60}$/u;

/** Looks over a reading before it is sent: a shopper id, and a ticket that says why. */
export const readingFaults = (draft: ReadingDraft): ReadingFaults => ({
  ...(shopperShape.test(draft.shopperId.trim()) ? {} : { shopperId: 'needShopper' as const }),
  ...(ticketShape.test(draft.ticket.trim()) ? {} : { ticket: 'needTicket' as const }),
});
