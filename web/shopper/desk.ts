import { makeApi, serverNowMs, type Answer, type Api } from '../paper/api.ts';
import { shopperWords, type ShopperWords } from './words.ts';
import type { Language } from '../paper/dictionary.ts';
import type { Policy, Voucher } from './answers.ts';
import { writeRoute, type Route } from './route.ts';

/** What every page of the shopper's app works with. */
export type Desk = {
  readonly api: Api;
  readonly language: Language;
  readonly words: ShopperWords;
  /** Goes to a place; `replace` leaves no step behind for the back button. */
  readonly go: (route: Route, how?: 'replace') => void;
  /** Goes one step back when that step is ours, else to `otherwise`. */
  readonly back: (otherwise: Route) => void;
  /** Shows the present place anew. */
  readonly again: () => void;
  /** Says something to screen readers without moving the focus. */
  readonly say: (text: string) => void;
  /** Writes the bar about the connection anew, once what the page shows is newer or older than it was. */
  readonly look: () => void;
};

/** When what a page shows was heard (ms, the server's clock); `isOld` while nobody has confirmed it on this visit. */
export type SeenAt = { readonly atMs: number; readonly isOld: boolean };

/** What a page gives: its heading, where its back link leads, what it shows and what to end when it is left. */
export type Page = {
  readonly title: string;
  /** The ticket speaks for itself: its heading is for screen readers only. */
  readonly unseenTitle?: boolean;
  readonly back?: { readonly route: Route; readonly label: string };
  readonly settings?: boolean;
  /** The shop's name where the page knows it before the policy does. */
  readonly brand?: string;
  readonly content: Node;
  /** What takes the focus instead of the heading. */
  readonly focus?: HTMLElement;
  /** When what it shows was heard, where it shows something that was. */
  readonly seenAt?: () => SeenAt | undefined;
  /** Called when the connection is back. */
  readonly reconnected?: () => unknown;
  /** Called once the page stands in the document. */
  readonly enter?: () => void;
  /** Ends what the page has under way; `spoken` when the same place comes back in another language. */
  readonly leave?: (how?: 'spoken') => void;
};

/** The page's client. */
export const api = makeApi();

/** Vouchers as last heard, so that a ticket opens at once and survives a dropped connection. */
export const heardVouchers = new Map<string, Voucher>();

/** When each of them was heard, in milliseconds on the server's clock. */
export const heardAtMs = new Map<string, number>();

/** Notes a voucher as it was heard just now. */
export function noteHeard(voucher: Voucher): void {
  heardVouchers.set(voucher.voucherId, voucher);
  heardAtMs.set(voucher.voucherId, serverNowMs());
}

let policy: Policy | undefined;

/** The current consent texts, asked for once; `fresh` asks again after the API said they changed. */
export async function currentPolicy(how?: 'fresh'): Promise<Answer<Policy>> {
  if (policy !== undefined && how !== 'fresh') return { ok: true, status: 200, value: policy };
  const answer = await api.get<Policy>('/v1/policies/current');
  if (answer.ok) policy = answer.value;
  return answer;
}

/** The shop's name in the language spoken, once the API has told it. */
export function brandName(language: Language): string | undefined {
  return policy?.brand?.[language];
}

/** The texts of a language. */
export function wordsOf(language: Language): ShopperWords {
  return shopperWords[language];
}

/** The address of a place, for links. */
export function hrefOf(route: Route): string {
  return `/${writeRoute(route)}`;
}
