import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boundaryEvents, readingPattern } from '../../../lib/boundary-events.ts';
import { namesOf } from '../../../lib/names.ts';
import { readFilterPattern } from '../../../local/aws/logs/filter-pattern.ts';
import { projectRoot } from '../../../local/builds/artifacts.ts';
import { readAssembly } from '../../../local/templates/assembly.ts';

/** The event of the user guide's own examples, with a few fields more. */
const event = {
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  recipientAccountId: '123456789012',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  OtherFlag: false,
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [
    { id: 2, email: 'John.Doe@example.com' },
    { id: 3, email: 'Jane.Doe@example.com' },
  ],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
  ],
  latency: 500,
  ratio: -0.5,
  status: 404,
  zero: 0,
  empty: '',
  starred: 'Ev*ent',
  quote: 'say "no" \\ now',
  'with-dash_too': 'x',
};

const matches = (pattern: string): boolean => readFilterPattern(`{ ${pattern} }`)(event);

describe('a pattern matches', () => {
  test.each([
    ['text', '$.eventType = "UpdateTrail"'],
    ['bare text', '$.eventType = UpdateTrail'],
    ['bare digits that are text', '$.recipientAccountId = 123456789012'],
    ['other text', '$.eventType != "DeleteTrail"'],
    ['a subnet that differs', '$.sourceIPAddress != 123.123.*'],
    ['a subnet', '$.sourceIPAddress = 111.111.*'],
    ['an end', '$.eventType = "*Trail"'],
    ['a start', '$.eventType = "Update*"'],
    ['a middle', '$.eventType = *dateTr*'],
    ['any text', '$.eventType = "*"'],
    ['any text, also none', '$.empty = "*"'],
    ['a star between letters, which is itself', '$.starred = "Ev*ent"'],
    ['a quoted quote', String.raw`$.quote = "say \"no\" \\ now"`],
    ['a list’s item', '$.arrayKey[0] = "value"'],
    ['a list’s item that differs', '$.arrayKey[1] != "value"'],
    ['a field of an item', '$.objectList[1].id = 2'],
    ['an item of an item', '$.coordinates[0][1] = 1'],
    ['null', '$.SomeObject IS NULL'],
    ['a field that is there, though null', '$.SomeObject EXISTS'],
    ['a missing field', '$.SomeOtherObject NOT EXISTS'],
    ['a missing item', '$.arrayKey[2] NOT EXISTS'],
    ['a field below a missing one', '$.nothing.below NOT EXISTS'],
    ['a field below text', '$.eventType.below NOT EXISTS'],
    ['an item of no list', '$.user[0] NOT EXISTS'],
    ['what every object inherits', '$.user.constructor NOT EXISTS'],
    ['true', '$.ThisFlag IS TRUE'],
    ['false', '$.OtherFlag IS FALSE'],
    ['a number', '$.latency = 500'],
    ['a number written otherwise', '$.latency = 5e2'],
    ['a number that differs', '$.status != 500'],
    ['a number like this', '$.status = 4*'],
    ['a number above', '$.latency > 499.5'],
    ['a number at least', '$.latency >= 500'],
    ['a number below', '$.ratio < -0.25'],
    ['a number at most', '$.zero <= 0'],
    ['a signed number', '$.latency < +1000'],
    ['a small number', '$.zero < 10e-3'],
    ['a name with a dash', '$.with-dash_too = x'],
    ['two at once', '($.user.id = 1) && ($.users[0].email = "John.Doe@example.com")'],
    [
      'or before the end',
      '$.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch',
    ],
    ['no spaces', '($.user.id=1)&&($.latency>=500)'],
  ])('%s', (_, pattern) => {
    expect(matches(pattern)).toBe(true);
  });
});

describe('a pattern does not match', () => {
  test.each([
    ['other text', '$.eventType = "Updatetrail"'],
    ['part of a text', '$.eventType = "Update"'],
    ['a star between letters', '$.eventType = "Up*il"'],
    ['a missing field that should differ', '$.missing != "x"'],
    ['a missing field like anything', '$.missing = "*"'],
    ['a missing item that should differ', '$.arrayKey[9] != "x"'],
    ['null that should differ', '$.SomeObject != "x"'],
    ['null like anything', '$.SomeObject = "*"'],
    ['true as text', '$.ThisFlag = "true"'],
    ['true that should differ', '$.ThisFlag != "x"'],
    ['a list', '$.actions = "GET"'],
    ['a list that should differ', '$.actions != "GET"'],
    ['an object that should differ', '$.user != 1'],
    ['a number as quoted text', '$.latency = "500"'],
    ['a number that is not below', '$.latency < 500'],
    ['a number that is not above', '$.latency > 500'],
    ['text as a number', '$.recipientAccountId > 1'],
    ['a missing number', '$.missing < 1'],
    ['null that is not missing', '$.SomeObject NOT EXISTS'],
    ['a missing field that is not null', '$.missing IS NULL'],
    ['false that is not true', '$.OtherFlag IS TRUE'],
    ['true that is not false', '$.ThisFlag IS FALSE'],
    ['a missing flag', '$.missing IS FALSE'],
    ['a missing field', '$.missing EXISTS'],
    ['or inside parentheses', '($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET"'],
    [
      'and after parentheses',
      '($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch',
    ],
  ])('%s', (_, pattern) => {
    expect(matches(pattern)).toBe(false);
  });

  test.each([['text'], [[event]], [null], [7], [undefined]])('an event that is no object: %j', other => {
    expect(readFilterPattern('{ $.eventType = "*" }')(other)).toBe(false);
    expect(readFilterPattern('{ $.eventType NOT EXISTS }')(other)).toBe(true);
  });
});

describe('text that is no pattern', () => {
  test.each([
    ['no braces', '$.a = 1', /no \{/],
    ['no closing brace', '{ $.a = 1', /no \}/],
    ['something after it', '{ $.a = 1 } x', /follows/],
    ['no closing parenthesis', '{ ($.a = 1 }', /no \)/],
    ['nothing', '{ }', /begins with a selector/],
    ['no selector', '{ a = 1 }', /begins with a selector/],
    ['no comparison', '{ $.a }', /comparison/],
    ['no value', '{ $.a = }', /ends with text/],
    ['half a condition', '{ $.a = 1 && }', /begins with a selector/],
    ['words it does not know', '{ $.a IS EMPTY }', /comparison/],
    ['quoted words', '{ $.a "NOT" EXISTS }', /comparison/],
    ['text that is ordered', '{ $.a < "b" }', /with a number/],
    ['a quote without end', '{ $.a = "b }', /Not understood from character 7/],
    ['a selector of the root alone', '{ $ = 1 }', /Not understood/],
    ['a regular expression’s sign', '{ $.a == 1 }', /ends with text/],
    ['an early end', '{ $.a NOT', /too early/],
    ['too many characters', `{ $.a = "${'x'.repeat(1024)}" }`, /1024/],
  ])('is refused: %s', (_, pattern, problem) => {
    expect(() => readFilterPattern(pattern)).toThrow(problem);
  });
});

describe('the patterns of this house', () => {
  test('are all understood', () => {
    const patterns = readAssembly(join(projectRoot, 'cdk.out'))
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type }) => Type === 'AWS::Logs::MetricFilter')
      .map(({ Properties }) => Properties['FilterPattern'])
      .filter(pattern => typeof pattern === 'string');
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) expect(() => readFilterPattern(pattern)).not.toThrow();
  });

  const numberKeyArn = 'arn:aws:kms:ap-northeast-1:123456789012:key/one';
  const custodianArn = 'arn:aws:iam::123456789012:role/mogiri-dev-custodian';
  const ground = { numberKeyArn, custodianArn, names: namesOf('dev') };
  const opened = (roleArn: string | undefined, more: object = {}) => ({
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    userIdentity: roleArn === undefined ? {} : { sessionContext: { sessionIssuer: { arn: roleArn } } },
    resources: [{ ARN: numberKeyArn }],
    ...more,
  });
  const touching = (record: object) =>
    boundaryEvents(ground)
      .filter(({ pattern }) => readFilterPattern(pattern)(record))
      .map(({ name }) => name);

  test('tell a reading by the custodian from one by anybody else', () => {
    const reading = readFilterPattern(readingPattern(numberKeyArn, custodianArn));
    expect([reading(opened(custodianArn)), touching(opened(custodianArn))]).toEqual([true, []]);
    expect([reading(opened('arn:other')), touching(opened('arn:other'))]).toEqual([
      false,
      ['OpenedByOthers'],
    ]);
    expect(touching(opened(undefined))).toEqual(['OpenedByOthers']);
    expect(reading(opened(custodianArn, { errorCode: 'AccessDenied' }))).toBe(false);
  });
});
