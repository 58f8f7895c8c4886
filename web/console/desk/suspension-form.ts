import { holdsPhoneNumber } from '../../../lambdas/domain/phone-number.ts';
import type { suspensionReasons } from './desk-answers.ts';

/** What is chosen to suspend a shopper; a note may hold personal text, so it is never kept as a draft. */
export type SuspensionWish = {
  readonly reason: (typeof suspensionReasons)[number];
  readonly note: string;
};

/** Why a note cannot be sent as it is. */
export const noteFault = (note: string): 'noteNumber' | undefined =>
  holdsPhoneNumber(note) ? 'noteNumber' : undefined;

/** A note as the body of a request carries it; one that was left empty is left out. */
export const noteBody = (note: string): { readonly note?: string } =>
  note.trim() === '' ? {} : { note: note.trim() };
