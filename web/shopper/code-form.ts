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
};
