import { afterAll, beforeAll, describe } from 'vitest';
import { openDynamoRegisters, openMemoryRegisters, type OpenedRegisters } from './open-books.ts';
import { registerBooksContract } from './register-books.ts';

describe.each([
  { kept: 'in memory', open: openMemoryRegisters },
  { kept: 'in DynamoDB', open: openDynamoRegisters },
])('registers kept $kept', ({ open }) => {
  let opened: OpenedRegisters;

  beforeAll(async () => {
    opened = await open();
  });

  afterAll(() => opened.close());

  registerBooksContract(() => opened.books);
});
