import { describe, expect, test } from 'vitest';
import { unreachable } from '../../../web/paper/api.ts';
import { refusals } from '../../../lambdas/domain/refusal.ts';
import { problemKind } from '../../../web/console/words/problem-kind.ts';
import { dictionary, wordsIn } from '../../../web/console/words/words.ts';

type Text = string | ((...facts: string[]) => string);
const spoken = (text: Text): string =>
  typeof text === 'string' ? text : text(...Array.from({ length: text.length }, () => '1,234'));

const sections = Object.entries(dictionary).map(([section, { ja, en }]) => ({
  section,
  ja: ja as Readonly<Record<string, Text>>,
  en: en as Readonly<Record<string, Text>>,
}));

const factsOf = (text: Text): readonly string[] =>
  typeof text === 'string' ? [] : Array.from({ length: text.length }, (_, at) => `fact${at}`);

const unsaid = (text: Text): readonly string[] => {
  const facts = factsOf(text);
  const said = typeof text === 'string' ? text : text(...facts);
  return facts.filter(fact => !said.includes(fact));
};

describe.each(sections)('the words of $section', ({ ja, en }) => {
  test('have the same keys in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(ja).toSorted());
  });

  test('take the same facts in both languages', () => {
    const taken = (texts: Readonly<Record<string, Text>>) =>
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, factsOf(text).length]));
    expect(taken(en)).toEqual(taken(ja));
  });

  test('say every fact they are given', () => {
    const silent = [ja, en].flatMap(texts =>
      Object.entries(texts).filter(([, text]) => unsaid(text).length > 0),
    );
    expect(silent.map(([key]) => key)).toEqual([]);
  });

  test('are never empty and stay short enough for a phone', () => {
    const texts = [...Object.entries(ja), ...Object.entries(en)];
    const wrong = texts.filter(([, text]) => spoken(text) === '' || spoken(text).length > 120);
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

test('buttons and menu entries fit on one line at 360 px', () => {
  for (const language of ['ja', 'en'] as const) {
    const { frame, campaigns, compose, places, desk, standing, registers, rotation, leavers } =
      wordsIn(language);
    const labels = [
      frame.campaigns,
      frame.signOut,
      campaigns.make,
      campaigns.cancel,
      compose.seePlan,
      compose.launchYes,
    ];
    labels.push(
      places.storeSave,
      places.couponSave,
      desk.read,
      desk.find,
      desk.coverNow,
      standing.open,
      standing.suspend,
      standing.reinstate,
      standing.no,
      registers.check,
      registers.checkOn,
      registers.checkAgain,
      registers.checkStop,
      rotation.rotate,
      rotation.no,
      leavers.begin,
      leavers.look,
      leavers.end,
      leavers.again,
      places.pinNeeded,
      places.pinSave,
      compose.insertLink,
      compose.insertOptout,
    );
    expect(labels.filter(label => label.length > (language === 'ja' ? 14 : 22))).toEqual([]);
  }
});

test('every refusal of the API has a sentence, and codes of the console have one of their own', () => {
  const sentences = wordsIn('ja').problems;
  const kindOf = (code: string, status: number) => problemKind({ code, status, facts: {} }, sentences);
  const wordless = Object.entries(refusals).filter(
    ([code, { status }]) => kindOf(code, status) === 'surprise',
  );
  expect(wordless.map(([code]) => code)).toEqual([]);
  expect(kindOf('campaign.move_not_allowed', 409)).toBe('campaign_move_not_allowed');
  const ofPictures = Object.keys(refusals).filter(code => code.startsWith('picture.'));
  expect(ofPictures.map(code => kindOf(code, 422))).toEqual(ofPictures.map(code => code.replace('.', '_')));
  expect(kindOf('voucher.void', 422)).toBe('refused');
  expect(kindOf(unreachable, 0)).toBe('unreachable');
  expect(kindOf('internal', 500)).toBe('surprise');
});

test('every code that the desk can meet has a sentence of its own', () => {
  const codes = [
    'reading.purpose_not_allowed',
    'reading.ticket_missing',
    'reading.not_found',
    'register.unavailable',
    'register.unknown',
    'login.unavailable',
    'login.refused',
    'limit.too_many',
    'phone.invalid',
    'phone.type_not_allowed',
    'phone.country_not_allowed',
    'rotation.in_progress',
    'rotation.unknown',
    'shopper.not_found',
    'store.pin_known',
    'staff.cannot_end_self',
    'staff.has_not_left',
    'staff.left',
    'store.not_found',
  ];
  for (const language of ['ja', 'en'] as const) {
    const sentences: Readonly<Record<string, string>> = wordsIn(language).problems;
    const said = codes.map(code => sentences[code.replaceAll('.', '_')]);
    expect(new Set(said).size).toBe(codes.length);
    expect(said).not.toContain(undefined);
  }
});
