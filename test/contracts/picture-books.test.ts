import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePictureBook } from '../../lambdas/aws/dynamo-picture-book.ts';
import { pictureId } from '../../lambdas/domain/ids.ts';
import { readPicture, type PictureBook } from '../../lambdas/domain/picture.ts';
import { isRefusal } from '../../lambdas/domain/refusal.ts';
import { makeMemoryPictureBook } from '../fakes/memory-picture-book.ts';
import { noisyPng, pictures } from '../pictures.ts';
import { openUnguardedTables } from './open-tables.ts';

type Opened = { readonly book: PictureBook; close(): Promise<void> };

const openMemory = async (): Promise<Opened> => ({
  book: makeMemoryPictureBook(),
  close: async () => undefined,
});

async function openDynamo(): Promise<Opened> {
  const { dynamo, book, close } = await openUnguardedTables();
  return { book: makePictureBook(dynamo, book), close };
}

function read(file: Buffer) {
  const picture = readPicture(file);
  if (isRefusal(picture)) throw new Error(picture.refused);
  return picture;
}

describe.each([
  ['in memory', openMemory],
  ['in the Book', openDynamo],
])('pictures %s', (_where, open) => {
  let opened: Opened;

  beforeAll(async () => {
    opened = await open();
  });

  afterAll(() => opened.close());

  test.each([...Object.values(pictures), noisyPng(7)])('come back byte for byte', async file => {
    const picture = read(file);
    await opened.book.keep(picture);
    const kept = await opened.book.byId(picture.pictureId);
    expect({ ...kept, bytes: Buffer.from(kept?.bytes ?? []) }).toEqual({ ...picture, bytes: file });
  });

  test('kept by many at once are one, and the first stays', async () => {
    const picture = read(noisyPng(8, 20));
    await Promise.all(Array.from({ length: 8 }, () => opened.book.keep(picture)));
    await opened.book.keep({ ...picture, width: 1 });
    expect((await opened.book.byId(picture.pictureId))?.width).toBe(20);
  });

  test('that nobody kept are not there', async () => {
    expect(await opened.book.byId(pictureId(`pic_${'A'.repeat(43)}`))).toBeUndefined();
  });
});
