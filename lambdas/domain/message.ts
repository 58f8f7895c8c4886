import type { PhoneNumber } from './phone-number.ts';
import { tokenLength } from './voucher-code.ts';

/** What the carrier did with a message: took it, refused it for certain, or left us in doubt. */
export type Handover =
  | { readonly kind: 'taken'; readonly messageId: string }
  | { readonly kind: 'refused'; readonly why: 'throttled' | 'number' | 'account' }
  | { readonly kind: 'unknown' };

/** Hands one text to the carrier, at most once: no retry inside (security.md §0.1). */
export type TextSender = { send(to: PhoneNumber, text: string, kind: 'code' | 'coupon'): Promise<Handover> };

/** How to stop, in the body's own letters: a Japanese word would make an English text cost twice the parts. */
const stopLine = (body: string) => (/[^\n -~]/u.test(body) ? '\n配信停止 {optout}' : '\nStop {optout}');

/** A link that touches the next letter would not open: a blank stands after each place. */
const apart = (body: string) => body.replaceAll(/(\{link\}|\{optout\})(?=\S)/gu, '$1 ');

/** The message as it is sent: a body without `{link}` or `{optout}` gets them as lines of their own (特定電子メール法 §4). */
export function completeBody(body: string): string {
  const linked = body.includes('{link}') ? body : `${body}\n{link}`;
  return apart(linked.includes('{optout}') ? linked : linked + stopLine(body));
}

/** Puts the two links of one shopper into a complete body. */
export function fillBody(body: string, links: { link: string; optout: string }): string {
  return body.replaceAll('{link}', links.link).replaceAll('{optout}', links.optout);
}

/** Links as long as every shopper's, for counting parts before there is one. */
export function sampleLinks(origin: string): { link: string; optout: string } {
  return { link: `${origin}/c/${'x'.repeat(tokenLength)}`, optout: `${origin}/o/${'x'.repeat(tokenLength)}` };
}

/** Whether a body holds nothing that could mislead a reader or break a phone: control, bidi or invisible letters. */
export function isPlainText(body: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(
    body,
  );
}
