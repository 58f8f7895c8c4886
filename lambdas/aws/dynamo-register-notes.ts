import * as z from 'zod/mini';
import { noteHash, type Note, type NoteBook } from '../domain/register-note.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const note = z.object({ salt: z.string(), text: z.string() });

/** The write that lays a note beside a row, for the transaction that appends the row. */
export function noteWrite(book: string, { salt, text }: Note): Write {
  return { Put: { TableName: book, Item: { ...bookKeys.note(noteHash({ salt, text })), salt, text } } };
}

/** Notes in the Book, by their hash. */
export function makeNoteBook(dynamo: Dynamo, book: string): NoteBook {
  return {
    keep: async ({ salt, text }) => {
      await dynamo.put(book, { ...bookKeys.note(noteHash({ salt, text })), salt, text });
    },
    read: async hash => readItem<Note>(note, await dynamo.get(book, bookKeys.note(hash))),
    erase: hash => dynamo.delete(book, bookKeys.note(hash)),
  };
}
