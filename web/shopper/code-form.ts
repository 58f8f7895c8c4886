import type { codeConsent } from './code-consent.ts';
import type { Desk } from './desk.ts';
import type { Pending } from './kept.ts';

/** What the parts of the code step work on together. */
export type CodeForm = {
  readonly desk: Desk;
  readonly challenge: Pending;
  readonly field: HTMLInputElement;
  readonly consent: ReturnType<typeof codeConsent>;
  readonly trouble: HTMLElement;
  /** Aborts when the form is left or over: what waits or counts for it stops. */
  readonly closing: AbortSignal;
  /** Goes back to the number, which stays typed. */
  readonly startOver: () => void;
  /** Shows that this verification cannot go on, now and after a reload; `code` is the refusal's. */
  readonly end: (code: string) => void;
};
