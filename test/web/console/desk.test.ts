import { describe, expect, test } from 'vitest';
import { phoneShown } from '../../../web/console/desk/phone-shown.ts';
import { readWanted, ticketFault } from '../../../web/console/desk/reading-form.ts';
import { factName, factText } from '../../../web/console/desk/fact-words.ts';
import { figuresIn } from '../../../web/console/figures.ts';
import { wordsIn } from '../../../web/console/words/words.ts';

const id = 'shp_01JD5Z7K3V9M0QX2R8T4B6C1N5';

test('a Japanese mobile number is shown as people write it, others stay', () => {
  expect(phoneShown('+819012345678')).toBe('090-1234-5678');
  expect(phoneShown('+12025550123')).toBe('+12025550123');
});

describe('what is typed to find a shopper', () => {
  test('is an id, also with spaces around it', () => {
    expect(readWanted(` ${id} `)).toEqual({ by: 'id', shopperId: id });
  });

  test.each(['090 1234 5678', '+81-90-1234-5678', '０９０ー１２３４ー５６７８', '(090) 1234.5678'])(
    'is a number, however it is written: %s',
    typed => {
      expect(readWanted(typed)).toMatchObject({ by: 'number' });
    },
  );

  test.each(['', '山田花子', 'shp_01JD5Z7K3V', `${id}0`, '12345', '090-1234-567x'])(
    'is neither, and nothing is asked of the server: %s',
    typed => {
      expect(readWanted(typed)).toBeUndefined();
    },
  );
});

test('a ticket is short, without free text and no phone number', () => {
  expect(ticketFault(' T-1042 ')).toBeUndefined();
  expect(ticketFault('')).toBe('needTicket');
  expect(ticketFault('山田様の件')).toBe('needTicket');
  expect(ticketFault('090-1234-5678')).toBe('ticketNumber');
});

test('facts of a register row are told in words, moments on the clock of the zone', () => {
  const { facts } = wordsIn('en');
  const figures = figuresIn('en');
  const told = (name: string, value: string | number | boolean) =>
    `${factName(facts, name)}: ${factText(facts, figures, 'Asia/Tokyo', [name, value])}`;
  expect(told('event', 'staff-left')).toBe('event: someone left');
  expect(told('because', 'leaver')).toBe('because: someone left');
  expect(told('toEpoch', 3)).toBe('new generation: 3');
  expect(told('cutOff', '2026-11-21T06:02:00.000Z')).toContain('Sat 21 Nov');
  expect(told('startedAt', '2026-11-21T06:02:00.000Z')).toContain('15:02');
});

test('a fact without words is shown as it is, whatever its name', () => {
  const { facts } = wordsIn('ja');
  const figures = figuresIn('ja');
  expect(factName(facts, 'constructor')).toBe('constructor');
  expect(factText(facts, figures, 'Asia/Tokyo', ['purpose', 'elsewhere'])).toBe('elsewhere');
});
