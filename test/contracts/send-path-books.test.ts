import { afterAll, beforeAll, describe } from 'vitest';
import { campaignBookContract } from './campaign-book.ts';
import { deliveryBookContract } from './delivery-book.ts';
import { openDynamoBooks, openMemoryBooks, type OpenedBooks } from './open-books.ts';
import { pulseBookContract } from './pulse-book.ts';
import { shopperBooksContract } from './shopper-books.ts';
import { suspensionBookContract } from './suspension-book.ts';

describe.each([
  { kept: 'in memory', open: openMemoryBooks },
  { kept: 'in DynamoDB', open: openDynamoBooks },
])('books kept $kept', ({ open }) => {
  let opened: OpenedBooks;

  beforeAll(async () => {
    opened = await open();
  });

  afterAll(() => opened.close());

  const books = () => opened.books;
  describe('the send ledger', () => deliveryBookContract(books));
  describe('what the pulse keeps', () => pulseBookContract(books));
  describe('campaigns', () => campaignBookContract(books));
  describe('consents, audience, codes and registers', () => shopperBooksContract(books));
  describe('suspensions', () => suspensionBookContract(books));
});
