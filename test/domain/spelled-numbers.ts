import type { CountryCode } from 'libphonenumber-js';
import type { Random } from '../simulation/random.ts';

/** What a person may have typed, where, and what must come of it where that is certain. */
export type Spelled = {
  readonly text: string;
  readonly countries: readonly CountryCode[];
  readonly expected?: string;
};

type Weighted = readonly (readonly [number, string])[];

/** Japan's kinds of line: national numbers without the 0 (`n` 1-9, `d` 0-9), and what must come of them. */
const japaneseLines: readonly (readonly [weight: number, line: string, verdict: string])[] = [
  [4, '90nddddddd', 'accepted'],
  [4, '80nddddddd', 'accepted'],
  [4, '70nddddddd', 'accepted'],
  [4, '60nddddddd', 'accepted'],
  [1, '900ddddddd', 'phone.invalid'],
  [1, '700ddddddd', 'phone.invalid'],
  [1, '600ddddddd', 'phone.invalid'],
  [2, '50nddddddd', 'phone.type_not_allowed'],
  [1, '500ddddddd', 'phone.invalid'],
  [2, '20dddddddd', 'phone.type_not_allowed'],
  [1, '200dddddddddd', 'phone.invalid'],
  [1, '120dddddd', 'phone.type_not_allowed'],
  [1, '800ddddddd', 'phone.type_not_allowed'],
  [1, '570dddddd', 'phone.type_not_allowed'],
  [1, '990dddddd', 'phone.type_not_allowed'],
  [1, '60ddddddd', 'phone.type_not_allowed'],
  [1, '3nddddddd', 'phone.type_not_allowed'],
  [1, '6nddddddd', 'phone.type_not_allowed'],
  [1, '113dddddd', 'phone.type_not_allowed'],
  [1, '45ddddddd', 'phone.type_not_allowed'],
  [1, '52ddddddd', 'phone.type_not_allowed'],
];

/** A mobile number of other countries: calling code, trunk prefix, an example. */
const foreignLines: readonly (readonly [code: string, trunk: string, example: string])[] = [
  ['1', '1', '2015550123'],
  ['44', '0', '7400123456'],
  ['33', '0', '612345678'],
  ['49', '0', '15123456789'],
  ['39', '', '3123456789'],
  ['34', '', '612345678'],
  ['86', '0', '13123456789'],
  ['82', '0', '1020000000'],
  ['886', '0', '912345678'],
  ['66', '0', '812345678'],
  ['84', '0', '912345678'],
  ['55', '0', '11961234567'],
  ['91', '0', '8123456789'],
  ['63', '0', '9051234567'],
  ['881', '', '612345678'],
  ['800', '', '12345678'],
];

const allowLists: readonly (readonly [number, readonly CountryCode[]])[] = [
  [8, ['JP']],
  [2, ['JP', 'FR', 'US']],
  [2, ['JP', 'GB', 'DE', 'IT', 'ES', 'CN', 'KR', 'TW', 'TH', 'VN', 'BR', 'IN', 'PH']],
  [1, ['FR', 'JP']],
  [1, ['US', 'JP', 'CA']],
  [1, ['IT']],
];

/** The ways to Japan that leave no doubt about the number; the doubtful ones leave some. */
const certainWays: Weighted = [
  [8, '0'],
  [3, '+81'],
  [1, '+81 '],
  [1, '+81-'],
  [1, '＋81 '],
  [1, '+81(0)'],
  [1, '+81 (0) '],
  [1, '+810'],
  [1, '0081'],
  [1, '00 81 (0)'],
  [1, '010-81-'],
  [1, '01081'],
  [1, '010 81 0'],
];
const doubtfulWays: Weighted = [
  [1, ''],
  [1, '81'],
  [1, '(+81)'],
  [1, '++81'],
  [1, '+0'],
  [1, '00'],
  [1, '010'],
  [1, '184'],
  [1, '00181'],
  [1, '01181'],
  [1, '+8181'],
];

const separators: Weighted = [
  [9, '-'],
  [4, ''],
  [3, ' '],
  [2, '　'],
  [2, '－'],
  [2, 'ー'],
  [2, '.'],
  ...Array.from(
    '‐‑‒–—―−ｰ﹣⁃─━〜~～／/．·・･\u00a0\u2009\u200b\u00ad\u2060\u200e\t\n',
    mark => [1, mark] as const,
  ),
];
const brackets: Weighted = [
  [12, ''],
  [2, '()'],
  [1, '（）'],
  [1, '[]'],
  [1, '［］'],
  [1, '「」'],
  [1, '【】'],
];
const wraps: Weighted = [
  [30, ''],
  [2, '  '],
  [1, '　　'],
  [1, '\n\n'],
  [1, '\t '],
  [1, '\u202a\u202c'],
  [1, '\u2068\u2069'],
  [1, '()'],
];
const zeros: readonly (readonly [number, number])[] = [
  [12, 0x30],
  [3, 0xff10],
  [1, 0x660],
  [1, 0x6f0],
  [1, 0x1d7ce],
];
const tails: Weighted = [
  [1, ' ext 5'],
  [1, '#12'],
  [1, 'x5'],
  [1, ';ext=7'],
  [1, ',5'],
  [1, '~9'],
  [1, ' 内線5'],
  [1, 'a'],
  [1, '番'],
  [1, '+'],
];
const junk = Array.from('0123456789０９٣-+＋() .,#*;/~xaZー〜番🍣①½一\n\u200b');

const digit = (random: Random) => String(random.between(0, 9));
const fill = (random: Random, line: string) =>
  line.replace(/[nd]/gu, mark => (mark === 'n' ? String(random.between(1, 9)) : digit(random)));

/** Cuts a number as people do, two to four groups, the first of them sometimes in brackets. */
function group(random: Random, digits: string): string {
  const cuts = random.weighted([
    [6, [2, 6]],
    [2, [2]],
    [2, []],
    [1, [3, 6]],
    [1, [1, 5]],
    [1, [2, 4, 6]],
  ]);
  const mark = random.weighted(separators);
  const [open = '', close = ''] = random.weighted(brackets);
  const parts = [0, ...cuts].map((from, place) => digits.slice(from, cuts[place] ?? digits.length));
  return [`${open}${parts[0] ?? ''}${close}`, ...parts.slice(1)].join(mark);
}

function dress(random: Random, text: string): string {
  const [before = '', after = ''] = random.weighted(wraps);
  const zero = random.weighted(zeros);
  const written =
    zero === 0x30 ? text : text.replace(/\d/gu, ascii => String.fromCodePoint(zero + Number(ascii)));
  return `${before}${written}${after}`;
}

/** A Japanese number of any kind of line, spelled so that there is no doubt about it. */
function spellJapanese(random: Random, countries: readonly CountryCode[]): Spelled {
  const [line, verdict] = random.weighted(japaneseLines.map(([weight, ...rest]) => [weight, rest] as const));
  const national = fill(random, line);
  const way = random.weighted(certainWays);
  const text = dress(
    random,
    way === '0' ? group(random, `0${national}`) : `${way}${group(random, national)}`,
  );
  if (countries[0] !== 'JP') return { text, countries };
  return { text, countries, expected: verdict === 'accepted' ? `+81${national}` : verdict };
}

/** A Japanese number that went wrong: digits too many or too few, an odd way, a tail. */
function misspellJapanese(random: Random, countries: readonly CountryCode[]): Spelled {
  const [line] = random.weighted(japaneseLines.map(([weight, ...rest]) => [weight, rest] as const));
  const national = fill(random, line);
  const off = random.weighted([
    [4, 0],
    [2, -1],
    [2, 1],
    [1, -3],
    [1, 4],
  ]);
  const sized = off < 0 ? national.slice(0, off) : national + fill(random, 'd'.repeat(off));
  const way = random.weighted(random.chance(0.5) ? certainWays : doubtfulWays);
  const tail = random.chance(0.5) ? random.weighted(tails) : '';
  return { text: dress(random, `${way}${group(random, sized)}${tail}`), countries };
}

function spellForeign(random: Random, countries: readonly CountryCode[]): Spelled {
  const [code, trunk, example] = random.weighted(foreignLines.map(line => [1, line] as const));
  const kept = random.between(0, 4);
  const length =
    example.length - kept + random.weighted([[8, 0] as const, [1, -1] as const, [1, 1] as const]);
  const national = example.slice(0, kept) + fill(random, 'd'.repeat(length));
  const way = random.weighted([
    [8, `+${code}`],
    [1, `+${code} (0)`],
    [1, `+${code}${trunk}`],
    [1, `010${code}`],
    [1, `00${code}`],
    [1, `011${code}`],
    [1, code],
    [1, trunk],
  ]);
  const tail = random.chance(0.05) ? random.weighted(tails) : '';
  return { text: dress(random, `${way}${group(random, national)}${tail}`), countries };
}

function spellJunk(random: Random, countries: readonly CountryCode[]): Spelled {
  const marks = Array.from({ length: random.between(0, 16) }, () => junk[random.between(0, junk.length - 1)]);
  return { text: marks.join(''), countries };
}

/** Spells one number, or what somebody takes for one. */
export function spell(random: Random): Spelled {
  const countries = random.weighted(allowLists);
  const write = random.weighted([
    [5, spellJapanese],
    [2, misspellJapanese],
    [2, spellForeign],
    [1, spellJunk],
  ]);
  return write(random, countries);
}
