import { afterAll, beforeAll, describe } from 'vitest';
import { makeRegisterReader } from '../../lambdas/aws/dynamo-register.ts';
import { makeRotationBook } from '../../lambdas/aws/dynamo-rotation-book.ts';
import { makeMemoryRotationBook, makeRotationStore } from '../fakes/memory-rotation-book.ts';
import { plainWire } from '../fakes/wire.ts';
import { openUnguardedTables } from './open-tables.ts';
import { rotationBookContract, type OpenedRotationBook } from './rotation-book.ts';

async function openMemory(): Promise<OpenedRotationBook> {
  const store = makeRotationStore();
  const book = makeMemoryRotationBook(store, plainWire);
  return { book, rows: async () => [...store.rows], close: async () => undefined };
}

async function openDynamo(): Promise<OpenedRotationBook> {
  const { dynamo, book, register, close } = await openUnguardedTables();
  const reader = makeRegisterReader(dynamo, register);
  const rows = async () => (await reader.rows('rotations', undefined, 1000)).rows;
  return { book: makeRotationBook(dynamo, { book, register }), rows, close };
}

describe.each([
  { kept: 'in memory', open: openMemory },
  { kept: 'in DynamoDB', open: openDynamo },
])('a rotation book kept $kept', ({ open }) => {
  let opened: OpenedRotationBook;

  beforeAll(async () => {
    opened = await open();
  });

  afterAll(() => opened.close());

  rotationBookContract(() => opened);
});
