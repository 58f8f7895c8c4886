import { createHash } from 'node:crypto';
import type { Dice } from './dice.ts';
import type { Fact } from './register.ts';

/** Free text that lies beside a row, never in it: erasing it leaves the chain valid (D6, D10). `salt` is random text. */
export type Note = { readonly salt: string; readonly text: string };

/** What a row holds of its note: SHA-256 of salt and text, hex. The salt keeps short texts from being guessed. */
export function noteHash({ salt, text }: Note): string {
  return createHash('sha256').update(`${salt}|${text}`).digest('hex');
}

/** A note of a text, under fresh salt; none where there is no text. */
export function draftNote(text: string | undefined, dice: Dice): Note | undefined {
  return text === undefined ? undefined : { salt: Buffer.from(dice(16)).toString('hex'), text };
}

/** What a row says of its note: the hash, where there is one. */
export function noteFact(note: Note | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note: noteHash(note) };
}

/** The hash of the note beside a row, where it has one. */
export function noteOf(fact: Fact): string | undefined {
  const { note } = fact;
  return typeof note === 'string' ? note : undefined;
}

/** Keeps notes by their hash, apart from the register. */
export type NoteBook = {
  keep(note: Note): Promise<void>;
  read(hash: string): Promise<Note | undefined>;
  /** Removes a note for good; the row that names it stays as it is. */
  erase(hash: string): Promise<void>;
};
