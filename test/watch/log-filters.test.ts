import { describe, expect, test } from 'vitest';
import { custodyCodes, journalCodes, type JournalCode } from '../../lambdas/journal.ts';
import { heardBy, readWatch } from './deployed-filters.ts';

const { filters } = readWatch();
const over = (name: string) =>
  filters.filter(({ logGroup }) => logGroup === `/aws/lambda/mogiri-dev-${name}`);
const isCustody = (code: string) => custodyCodes.some(custody => custody === code);
const lines = (Object.keys(journalCodes) as JournalCode[]).map(code => ({ code, reference: 'x' }));

describe('the deployed filters over the desk’s log', () => {
  test.each(lines)('count $code where it belongs', line => {
    const failed = line.code === 'request.failed' ? ['DeskFailures'] : [];
    expect(heardBy(over('custodian-desk'), line)).toEqual(isCustody(line.code) ? ['DeskCustody'] : failed);
  });

  test('count what Lambda itself reports', () => {
    const report = (status: string) => ({ type: 'platform.report', record: { status } });
    expect(heardBy(over('custodian-desk'), report('timeout'))).toEqual(['DeskFailures']);
    expect(heardBy(over('custodian-desk'), report('success'))).toEqual([]);
    expect(heardBy(over('custodian-desk'), { level: 'ERROR', message: 'uncaught' })).toEqual([
      'DeskFailures',
    ]);
  });

  test('count custody under custody, and nothing of it elsewhere', () => {
    const counted = filters.filter(({ name }) => name.endsWith('Custody'));
    expect(new Set(counted.map(({ metric }) => metric))).toEqual(new Set(['Custody']));
    for (const code of custodyCodes) expect(heardBy(over('store-till'), { code })).toEqual([]);
  });
});
