import { afterAll, beforeAll, describe } from 'vitest';
import { challengeBookContract } from './challenge-books.ts';
import { tryCounterContract, wideCountersContract } from './counters.ts';
import { openDynamoVerification, openMemoryVerification, type OpenedVerification } from './open-books.ts';
import { beginMs } from './starts.ts';
import { verifiedShoppersContract } from './verified-shoppers.ts';

describe.each([
  { kept: 'in memory', open: openMemoryVerification },
  { kept: 'in DynamoDB', open: openDynamoVerification },
])('books of verification kept $kept', ({ open }) => {
  let opened: OpenedVerification;
  let nowMs = beginMs;

  beforeAll(async () => {
    opened = await open(() => nowMs);
  });

  afterAll(() => opened.close());

  const books = () => opened.books;
  const moveTo = (ms: number) => {
    nowMs = ms;
  };
  describe('challenges', () => challengeBookContract(books));
  describe('the counters of many', () => wideCountersContract(books));
  describe('tries', () => tryCounterContract(books));
  describe('shoppers', () => verifiedShoppersContract(books, moveTo));
});
