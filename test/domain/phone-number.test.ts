import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { numberingPlan } from '../../lambdas/aws/numbering-plan.ts';
import {
  foldDigits,
  holdsPhoneNumber,
  PhoneNumber,
  readPhoneNumber,
} from '../../lambdas/domain/phone-number.ts';

const read = (text: string, countries = ['JP']) => {
  const number = readPhoneNumber(text, countries, numberingPlan);
  return number instanceof PhoneNumber ? number.reveal() : number.refused;
};

test.each([
  ['090-1234-5678', '+819012345678'],
  ['+819023456789', '+819023456789'],
  ['０８０３４５６７８９０', '+818034567890'],
  ['+81 (0)70 1234 5678', '+817012345678'],
  ['+81 90-1234-5678', '+819012345678'],
  ['０９０－１２３４－５６７８', '+819012345678'],
  ['060 1234 5678', '+816012345678'],
  ['0081 90 1234 5678', '+819012345678'],
  ['0081 (0)90 1234 5678', '+819012345678'],
  ['+81(0)90-1234-5678', '+819012345678'],
  ['010-81-90-1234-5678', '+819012345678'],
  ['010-81-(0)90-1234-5678', '+819012345678'],
  ['(+81) 90.1234.5678', '+819012345678'],
  ['「０９０」１２３４・５６７８', '+819012345678'],
  ['090〜1234～5678', '+819012345678'],
  ['090ｰ1234─5678', '+819012345678'],
  ['090/1234/5678', '+819012345678'],
  ['\u3000090\u30001234\u30005678\n', '+819012345678'],
  ['\u202a090-1234-5678\u202c', '+819012345678'],
  ['٠٩٠١٢٣٤٥٦٧٨', '+819012345678'],
  ['9012345678', '+819012345678'],
])('%s is read as %s', (text, e164) => {
  expect(read(text)).toBe(e164);
});

test.each([
  ['050-1234-5678', 'phone.type_not_allowed'],
  ['020-1234-5678', 'phone.type_not_allowed'],
  ['0200-12345-67890', 'phone.invalid'],
  ['0120-123-456', 'phone.type_not_allowed'],
  ['0800-123-4567', 'phone.type_not_allowed'],
  ['0570-012-345', 'phone.type_not_allowed'],
  ['060-123-4567', 'phone.type_not_allowed'],
  ['03-1234-5678', 'phone.type_not_allowed'],
  ['0081 3 1234 5678', 'phone.type_not_allowed'],
  ['090-0123-4567', 'phone.invalid'],
  ['090-1234-5678 ext 5', 'phone.invalid'],
  ['090-1234-5678#5', 'phone.invalid'],
  ['090-1234-5678 内線5', 'phone.invalid'],
  ['090-1234-ABCD', 'phone.invalid'],
  ['090-1234-5678〜9', 'phone.invalid'],
  ['++81 90 1234 5678', 'phone.invalid'],
  ['+881 612 345 678', 'phone.country_not_allowed'],
  ['+14155550123', 'phone.country_not_allowed'],
  ['hello', 'phone.invalid'],
  ['', 'phone.invalid'],
  ['090-1234-567', 'phone.invalid'],
  ['090-1234-56789', 'phone.invalid'],
  ['+8190123456781234', 'phone.invalid'],
])('%s is refused as %s', (text, code) => {
  expect(read(text)).toBe(code);
});

test('a second country can be allowed', () => {
  expect(read('+33612345678', ['JP', 'FR'])).toBe('+33612345678');
});

test('where no country is allowed, none is', () => {
  expect(read('090-1234-5678', [])).toBe('phone.country_not_allowed');
});

test('away from home a number needs its country, and 0081 is the way there of that home', () => {
  expect(read('090-1234-5678', ['FR', 'JP'])).toBe('phone.invalid');
  expect(read('+81 90-1234-5678', ['FR', 'JP'])).toBe('+819012345678');
  expect(read('0081 90-1234-5678', ['FR', 'JP'])).toBe('+819012345678');
  expect(read('0081 90-1234-5678', ['US', 'JP'])).toBe('phone.invalid');
});

test('a number prints as a placeholder everywhere but through its one exit', () => {
  const number = new PhoneNumber('+819012345678');
  const prints = [
    String(number),
    [number, ''].join(' '),
    JSON.stringify({ number }),
    inspect(number),
    inspect({ deep: [number] }, { depth: 9, showHidden: true }),
    new Error('about '.concat(String(number))).message,
    Object.keys(number).join(','),
    JSON.stringify(Object.entries(number)),
    structuredClone({ kept: String(number) }).kept,
  ];
  expect(prints.filter(text => text.includes('1234'))).toEqual([]);
  expect(number.reveal()).toBe('+819012345678');
});

test('folding keeps the plus sign and drops the rest', () => {
  expect(foldDigits('＋81 (0)90ー1234−5678')).toBe('+8109012345678');
});

test('a free text that holds a number is seen, a ticket with a date in it is not', () => {
  const held = [
    'call 090-1234-5678',
    '+81 90 1234 5678',
    '０９０１２３４５６７８',
    'T-819012345678',
    '03-1234-5678',
    '0081 90 1234 5678',
    '81(0)90-1234-5678',
    '٠٩٠-١٢٣٤-٥٦٧٨',
    '090・1234・5678 / shop 2',
    '\u202a090〜1234〜5678\u202c',
  ];
  const free = [
    'T-1',
    'INC-20261122-0001',
    '#4711',
    'wrong coupon, 2 of 3',
    '2026.11.22/17',
    'shop 07 2026/11/22',
  ];
  expect(held.filter(text => !holdsPhoneNumber(text))).toEqual([]);
  expect(free.filter(holdsPhoneNumber)).toEqual([]);
});
