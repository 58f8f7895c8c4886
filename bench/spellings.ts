import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { numberingPlan } from '../lambdas/aws/numbering-plan.ts';
import { readPhoneNumber } from '../lambdas/domain/phone-number.ts';
import { median, type Figure } from './table.ts';

/** How people in Japan type a mobile number, the usual ways first. */
const spellings = [
  '090-1234-5678',
  '08023456789',
  '070 3456 7890',
  '０９０－１２３４－５６７８',
  '+81 90-1234-5678',
  '+81 (0)80-2345-6789',
  '060ー1234ー5678',
  '（０７０）３４５６－７８９０',
];
const rounds = 60;
const timesARound = 500;

/** Microseconds a number takes, over all spellings. */
function microseconds(read: (text: string) => unknown): number {
  const started = performance.now();
  for (let time = 0; time < timesARound; time += 1) spellings.forEach(read);
  return ((performance.now() - started) * 1000) / (timesARound * spellings.length);
}

const ours = (text: string) => readPhoneNumber(text, ['JP'], numberingPlan);
const theirs = (text: string) => parsePhoneNumberFromString(text, { defaultCountry: 'JP', extract: false });

/** What reading a Japanese number costs beside libphonenumber-js's parse: medians of rounds in turn, both warm. */
export function measureSpellings(): Figure[] {
  const turns = Array.from({ length: rounds }, () => ({
    ours: microseconds(ours),
    theirs: microseconds(theirs),
  }));
  const warm = turns.slice(rounds / 3);
  const read = median(warm.map(turn => turn.ours));
  const parsed = median(warm.map(turn => turn.theirs));
  return [
    { what: 'reading a Japanese mobile number', value: read, unit: 'µs' },
    { what: 'libphonenumber-js max, parse alone', value: parsed, unit: 'µs' },
    { what: 'the ratio of the two', value: read / parsed, unit: '×', goal: 0.1 },
  ];
}
