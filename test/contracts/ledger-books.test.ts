import { afterAll, beforeAll, describe } from 'vitest';
import { openDynamoLedger, openMemoryLedger, type OpenedLedger } from './open-ledger.ts';
import { redemptionBookContract } from './redemption-book.ts';
import { attemptBookContract, holdBookContract } from './till-books.ts';

describe.each([
  { kept: 'in memory', open: openMemoryLedger },
  { kept: 'in DynamoDB', open: openDynamoLedger },
])('a ledger kept $kept', ({ open }) => {
  let opened: OpenedLedger;

  beforeAll(async () => {
    opened = await open();
  });

  afterAll(() => opened.close());

  const ledger = () => opened.ledger;
  describe('redemptions', () => redemptionBookContract(ledger));
  describe('holds', () => holdBookContract(ledger));
  describe('refused attempts', () => attemptBookContract(ledger));
});
