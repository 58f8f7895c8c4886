import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { numberingPlan } from '../../lambdas/aws/numbering-plan.ts';
import { PhoneNumber, readPhoneNumber } from '../../lambdas/domain/phone-number.ts';
import { makeRandom } from '../simulation/random.ts';
import { spell, type Spelled } from './spelled-numbers.ts';

type Parsed = ReturnType<typeof parsePhoneNumberFromString>;

/** Where we and libphonenumber differ: what it would have to be asked, or how its answer is judged. */
type Rule = {
  readonly rule: string;
  readonly why: string;
  readonly asks?: (text: string, home: string) => string;
  readonly refuses?: (number: Parsed) => boolean;
  readonly types?: readonly string[];
};

const rules: readonly Rule[] = [
  {
    rule: 'bold, small and half-width forms are what they look like',
    why: 'keyboards, fonts of social networks and the half-width ｰ make them; NFKC names the plain form',
    asks: text => text.replaceAll(/[𝟎-𝟡①⑴ｰ﹣･]/gu, mark => mark.normalize('NFKC')),
  },
  {
    rule: 'a full-width plus is a plus',
    why: 'libphonenumber lets it stand but reads the number as if it were not there, so right at home alone',
    asks: text => text.replaceAll('＋', '+'),
  },
  {
    rule: 'invisible marks are nothing',
    why: "telephones' address books wrap a copied number in direction marks",
    asks: text => text.replaceAll(/\p{Cf}/gu, ''),
  },
  {
    rule: 'line breaks, tabs and thin spaces are spaces',
    why: 'what is pasted from a mail or a table brings them along',
    asks: text => text.replaceAll(/\s/gu, ' '),
  },
  {
    rule: 'box lines and the hyphen bullet are dashes',
    why: 'Japanese keyboards offer them for けいせん, and they look like a dash',
    asks: text => text.replaceAll(/[⁃─━]/gu, '-'),
  },
  {
    rule: 'a wave is a dash',
    why: 'it stands beside the dash on Japanese keyboards; libphonenumber takes it for an extension',
    asks: text => text.replaceAll(/[〜~～]/gu, '-'),
  },
  {
    rule: 'middle dots are dots',
    why: 'the Japanese keyboard has ・ where others have the slash',
    asks: text => text.replaceAll(/[·・]/gu, '.'),
  },
  {
    rule: 'corner brackets are brackets',
    why: 'they are the brackets of Japanese text',
    asks: text => text.replaceAll(/[「【]/gu, '(').replaceAll(/[」】]/gu, ')'),
  },
  {
    rule: 'what parts digits may stand before the plus',
    why: '(+81) 90… is how letterheads print it',
    asks: text => text.replace(/^[\s\p{P}]+(?=\+)/u, ''),
  },
  {
    rule: '0081 is +81 in Japan',
    why: 'most of the world dials 00 to get out, and people learn their number so; Japan itself dials 010',
    asks: (text, from) =>
      from === 'JP' ? text.replace(/^[^\p{Nd}+\p{L}]*[0０٠۰][\s(]*[0０٠۰] ?[8８٨۸][1１١۱]/u, '+81') : text,
  },
  {
    rule: 'no extensions',
    why: 'an SMS cannot be sent to one, so whoever types one means another kind of line',
    refuses: number => number?.ext !== undefined,
  },
  {
    rule: 'fixed or mobile counts as mobile',
    why: 'North America does not tell the two apart; without this nobody there could be served',
    types: ['FIXED_LINE_OR_MOBILE'],
  },
];

/** The verdict of libphonenumber under some of the rules, in our words. */
function judge({ text, countries }: Spelled, under: readonly Rule[]): string {
  const [defaultCountry = 'JP'] = countries;
  const asked = under.reduce((spelled, { asks }) => asks?.(spelled, defaultCountry) ?? spelled, text);
  const number = parsePhoneNumberFromString(asked, { defaultCountry, extract: false });
  if (!number?.isValid() || under.some(({ refuses }) => refuses?.(number))) return 'phone.invalid';
  if (number.country === undefined || !countries.includes(number.country)) return 'phone.country_not_allowed';
  const types = ['MOBILE', ...under.flatMap(rule => rule.types ?? [])];
  return types.includes(number.getType() ?? '') ? number.number : 'phone.type_not_allowed';
}

function read({ text, countries }: Spelled): string {
  const number = readPhoneNumber(text, countries, numberingPlan);
  return number instanceof PhoneNumber ? number.reveal() : number.refused;
}

const random = makeRandom(4);
const spellings = Array.from({ length: 100_000 }, () => spell(random));
const verdicts = spellings.map(read);
const show = (spelled: Spelled, place: number) =>
  `${JSON.stringify(spelled.text)} in ${spelled.countries.join(' ')}: ${verdicts[place]}`;

test('a Japanese number gets the verdict of its kind of line, however it is spelled', () => {
  const certain = spellings.filter(({ expected }) => expected !== undefined);
  expect(certain.length).toBeGreaterThan(30_000);
  const wrong = spellings.flatMap((spelled, place) =>
    spelled.expected === undefined || spelled.expected === verdicts[place] ? [] : [show(spelled, place)],
  );
  expect(wrong.slice(0, 20)).toEqual([]);
});

test('100,000 spellings get the verdict of libphonenumber, but for the rules listed, each of them needed', () => {
  const unexplained: string[] = [];
  const needed = new Set<string>();
  for (const [place, spelled] of spellings.entries()) {
    const ours = verdicts[place];
    if (judge(spelled, rules) !== ours) unexplained.push(show(spelled, place));
    if (judge(spelled, []) === ours) continue;
    for (const one of rules.filter(({ rule }) => !needed.has(rule))) {
      const others = rules.filter(other => other !== one);
      if (judge(spelled, others) !== ours) needed.add(one.rule);
    }
  }
  expect(unexplained.slice(0, 20)).toEqual([]);
  expect(rules.filter(({ rule }) => !needed.has(rule)).map(({ rule }) => rule)).toEqual([]);
});

test('the spellings come to every verdict', () => {
  const counts = Object.groupBy(verdicts, verdict => (verdict.startsWith('+') ? 'accepted' : verdict));
  const rare = ['accepted', 'phone.invalid', 'phone.type_not_allowed', 'phone.country_not_allowed'].filter(
    verdict => (counts[verdict]?.length ?? 0) < 5000,
  );
  expect(rare).toEqual([]);
});
