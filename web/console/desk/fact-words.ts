import type { Figures } from '../figures.ts';
import type { Words } from '../words/words.ts';

/** The name of a register row's fact in words, or as it is when there are none. */
export const factName = (text: Words['facts'], name: string): string => {
  const words: Readonly<Record<string, string>> = text;
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? name;
};

const isTime = (value: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(value);

/** The value of a fact: a code in words, a moment on the zone's clock, anything else as it is. */
export const factText = (
  text: Words['facts'],
  figures: Pick<Figures, 'moment'>,
  zone: string,
  [name, value]: readonly [string, string | number | boolean],
): string => {
  const plain = String(value);
  if (isTime(plain)) return figures.moment(plain, zone);
  const words: Readonly<Record<string, string>> = text;
  const key = `${name}_${plain}`;
  return (Object.hasOwn(words, key) ? words[key] : undefined) ?? plain;
};
