import type { Api } from '../paper/api.ts';
import type { CouponFace, InBoth } from '../paper/coupon-words.ts';
import type { Language } from '../paper/dictionary.ts';
import type { TillWords } from './words.ts';

/** What somebody may do at a till. */
export type Role = 'clerk' | 'manager';

/** A person who works at the store. */
export type Person = { readonly staffId: string; readonly name: string; readonly role: Role };

/** An enrolled till of the store. */
export type Device = {
  readonly deviceId: string;
  readonly name: string;
  readonly enrolledAt: string;
  readonly isThis: boolean;
};

/** How a clerk brings a code in; after a redemption the till is ready for the next one the same way. */
export type Way = 'scan' | 'type';

/** What the till can show; `used` is the ticket used just before, which a camera may still be looking at. */
export type Screen =
  | { readonly at: 'sign-in' | 'who'; readonly why?: string }
  | {
      readonly at: 'own-pin';
      readonly person: Person;
      readonly store: { readonly storeId: string; readonly name: string };
    }
  | { readonly at: 'manage'; readonly said?: string }
  | { readonly at: 'add-staff' | 'enrol' }
  | { readonly at: 'person'; readonly person: Person }
  | { readonly at: 'device'; readonly device: Device }
  | { readonly at: 'home' }
  | { readonly at: 'qr' }
  | { readonly at: Way; readonly used?: string }
  | { readonly at: 'result'; readonly code: string; readonly way: Way }
  | {
      readonly at: 'done';
      readonly title: string;
      readonly redeemedAt: string;
      readonly way: Way;
      readonly code: string;
    }
  | { readonly at: 'undo'; readonly redemptionId: string };

/** What every screen of the till works with. */
export type Till = {
  readonly api: Api;
  readonly language: Language;
  readonly words: TillWords;
  readonly go: (screen: Screen) => void;
};

/** What a screen gives; `full` takes the whole window, in green or as a white wall; `bare` has no way back. */
export type View = {
  readonly title: string;
  readonly content: Node;
  readonly bare?: boolean;
  readonly full?: 'tick' | 'wall';
  readonly focus?: HTMLElement;
  readonly leave?: () => void;
};

/** The ticket as the till may see it (`GET /v1/till/vouchers/{code}`). */
export type TillVoucher = CouponFace & {
  readonly voucherId: string;
  readonly state: string;
  readonly usable: boolean;
  readonly reason?: {
    readonly code: string;
    readonly detail?: string;
    readonly redeemedAt?: string;
    readonly storeName?: string;
    readonly heldUntil?: string;
    readonly why?: string;
    readonly usableAt?: string;
    readonly message?: InBoth;
  };
  readonly validUntil: string;
  readonly redeemedAt?: string;
  readonly storeName?: string;
};
