import { SegmentedMessage } from 'sms-segments-calculator';
import { expect, test } from 'vitest';
import { sampleLinks } from '../../../lambdas/domain/message.ts';
import { countParts as serverParts } from '../../../lambdas/domain/message-parts.ts';
import { loadCountParts } from '../../../web/console/message/count-parts.ts';
import {
  appendedPlaces,
  exampleFillings,
  filledBody,
  insertAt,
} from '../../../web/console/message/filled-body.ts';
import { measureUnits } from '../../../web/console/message/part-meter.ts';

const count = await loadCountParts();

test('70 Japanese characters are one part and 71 are two', () => {
  expect(count('あ'.repeat(70))).toMatchObject({ used: 70, capacity: 70, encoding: 'UCS-2', mostParts: 1 });
  expect(count('あ'.repeat(71))).toMatchObject({ used: 71, capacity: 134, mostParts: 2 });
  expect(count('あ'.repeat(71)).parts.map(part => part.length)).toEqual([67, 4]);
});

test('a text between the carriers’ steps costs one part more on docomo', () => {
  const measure = count('あ'.repeat(133));
  expect(measure.parts).toHaveLength(2);
  expect(measure.mostParts).toBe(3);
});

test('plain Latin text is counted in GSM-7, where braces take two units', () => {
  expect(count('a'.repeat(160))).toMatchObject({ encoding: 'GSM-7', used: 160, capacity: 160 });
  expect(count('a'.repeat(161)).parts).toHaveLength(2);
  expect(count('{}').used).toBe(4);
});

test('an emoji takes two units and is never cut in half', () => {
  const measure = count(`${'あ'.repeat(66)}😀${'い'.repeat(10)}`);
  expect(measure.used).toBe(78);
  expect(measure.parts[0]).toBe('あ'.repeat(66));
  expect(measure.parts[1]?.startsWith('😀')).toBe(true);
});

test('parts put together are the text again, as many as the calculator and the server count', () => {
  const bodies = ['', 'ok', 'クーポン😀'.repeat(25), 'x'.repeat(400), `${'あ'.repeat(69)}\n終`];
  for (const body of bodies) {
    const text = filledBody(body, exampleFillings('https://coupon.example.jp'));
    expect(count(text).parts.join('')).toBe(text);
    expect(count(text).parts).toHaveLength(new SegmentedMessage(text).segmentsCount);
    expect(count(text).parts).toHaveLength(serverParts(text));
  }
});

test('no text at all is one empty part', () => {
  expect(measureUnits([], 'UCS-2')).toMatchObject({ used: 0, parts: [''], mostParts: 1 });
});

test('places that are missing are named', () => {
  expect(appendedPlaces('a {link}')).toEqual(['optout']);
  expect(appendedPlaces('{link}{optout}')).toEqual([]);
});

test('the preview fills places with links as long as the server’s', () => {
  const origin = 'https://m.example.jp';
  const { link, optout } = exampleFillings(origin);
  expect(link).toHaveLength(sampleLinks(origin).link.length);
  expect(optout).toHaveLength(sampleLinks(origin).optout.length);
  expect(filledBody('{link} {link}', { link: 'L', optout: 'O' })).toBe('L L\nStop O');
});

test('a place goes in at the caret, over what is selected, and the caret follows it', () => {
  expect(insertAt('どうぞ', '{link}', 3, 3)).toEqual({ body: 'どうぞ{link}', caret: 9 });
  expect(insertAt('{link}', '{optout}', 6, 6)).toEqual({ body: '{link} {optout}', caret: 15 });
  expect(insertAt('abcd', '{link}', 1, 3)).toEqual({ body: 'a {link} d', caret: 9 });
});
