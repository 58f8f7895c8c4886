import { expect, test } from 'vitest';
import { emptyHead, headAfter, nextEntry } from '../../../lambdas/domain/register.ts';
import type { RegisterRow } from '../../../web/console/answers.ts';
import { checkChain } from '../../../web/console/desk/chain.ts';
import { phoneShown } from '../../../web/console/desk/phone-shown.ts';
import { readingFaults } from '../../../web/console/desk/reading-form.ts';

const chainOf = (chain: string, count: number): RegisterRow[] => {
  let head = emptyHead;
  return Array.from({ length: count }, (_, at) => {
    const fact = { ticket: `T-${at}`, by: 'stf_1', 理由: '照会', counted: at, again: at > 1 };
    const entry = nextEntry('readings', chain, head, Date.UTC(2026, 10, 21, 6, at, 0, 123), fact);
    head = headAfter(entry);
    const { sequence, previousHash, hash, atMs } = entry;
    return { chain, sequence, previousHash, hash, fact, at: new Date(atMs).toISOString() };
  });
};

const first = chainOf('readings#stf_1#2026-11-21', 4);
const second = chainOf('readings#cmp_1#0', 3);

test('rows that the register wrote hold, in any order and of several chains', async () => {
  const check = await checkChain('readings', [...first.toReversed(), ...second]);
  expect(check).toEqual({ checked: 7, loose: 0, broken: [] });
});

test('a row whose contents were changed does not hold', async () => {
  const rows = first.map(row =>
    row.sequence === 2 ? { ...row, fact: { ...row.fact, ticket: 'T-9' } } : row,
  );
  const { broken } = await checkChain('readings', rows);
  expect(broken.map(row => row.sequence)).toEqual([2]);
});

test('a row written anew with a fitting hash breaks the link after it', async () => {
  const forged = nextEntry('readings', 'c', emptyHead, 0, { by: 'stf_9' });
  const [, ...others] = chainOf('c', 3);
  const { sequence, previousHash, hash, fact } = forged;
  const rows = [{ chain: 'c', sequence, previousHash, hash, fact, at: new Date(0).toISOString() }, ...others];
  const { broken } = await checkChain('readings', rows);
  expect(broken.map(row => row.sequence)).toEqual([2]);
});

test('a first row must begin at the empty head', async () => {
  const [row] = chainOf('c', 1);
  if (row === undefined) throw new Error('no row');
  const { broken } = await checkChain('readings', [{ ...row, previousHash: 'f'.repeat(64) }]);
  expect(broken).toHaveLength(1);
});

test('a row whose predecessor is not in view is checked by itself and counted as loose', async () => {
  const check = await checkChain('readings', first.slice(2));
  expect(check).toEqual({ checked: 2, loose: 1, broken: [] });
});

test('rows of another register do not pass for these', async () => {
  const { broken } = await checkChain('consents', first);
  expect(broken).toHaveLength(4);
});

test('a Japanese mobile number is shown as people write it, others stay', () => {
  expect(phoneShown('+819012345678')).toBe('090-1234-5678');
  expect(phoneShown('+12025550123')).toBe('+12025550123');
});

test('a reading needs a whole shopper id and a ticket without free text', () => {
  const good = { shopperId: 'shp_01JD5Z7K3V9M0QX2R8T4B6C1N5', purpose: 'desk' as const, ticket: 'T-1042' };
  expect(readingFaults(good)).toEqual({});
  expect(readingFaults({ ...good, shopperId: '090 1234 5678', ticket: '山田様の件' })).toEqual({
    shopperId: 'needShopper',
    ticket: 'needTicket',
  });
});
