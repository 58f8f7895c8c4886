import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { codeText, sampleCode } from '../../lambdas/domain/code-message.ts';
import { cloudFrontHost } from '../../lib/code-messages.ts';
import { readStage, type Stage } from '../../lib/stage.ts';
import { passingFolder, plan, root } from './built-house.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-1111';

/** A stage as the file of `name` has it, on another host and under another brand. */
const planOn = (name: string, host: string, brand: Partial<Stage['brand']> = {}) =>
  plan(name, stage => ({
    ...stage,
    domain: { name: host, certificateArn },
    brand: { ...stage.brand, ...brand },
  }));

/** A host of so many letters. */
const hostOf = (letters: number) => `${'h'.repeat(letters - '.jp'.length)}.jp`;

/** What all stacks of a house warn of. */
const warningsOf = ({ house, app }: ReturnType<typeof plan>) => {
  expect(app.node.children.length).toBeGreaterThan(1);
  return [house.web, house.vault].flatMap(stack =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => entry.data),
  );
};

describe('a stage that names its host', () => {
  test('is built without a word while its messages take one part', () => {
    expect(warningsOf(plan('prod.example'))).toEqual([]);
  });

  test('may fill the 70 units of the Japanese message to the last', () => {
    expect(codeText('ja', 'もぎり', sampleCode, hostOf(23))).toHaveLength(70);
    expect(warningsOf(planOn('prod.example', hostOf(23)))).toEqual([]);
  });

  test.each(['prod.example', 'dev'])('of %s is refused with the count at 71', name => {
    const refused =
      /Japanese code message takes 71 units with h+\.jp, and one part holds 70: every code is billed as 2 parts\. Brand and host take 27 of them together; 26 would fit/;
    expect(() => planOn(name, hostOf(24))).toThrow(refused);
    expect(() => planOn(name, hostOf(23), { ja: 'もぎり屋' })).toThrow(refused);
  });

  test.each(['C.example.jp', 'c.example.jp.', 'coupon', '192.0.2.1', '券.example.jp', hostOf(67)])(
    'is refused when phones cannot read %s in the last line',
    host => {
      expect(() => planOn('prod.example', host)).toThrow(
        `phones cannot read the host ${host} in the last line`,
      );
    },
  );

  test('hears of both at once', () => {
    expect(() => planOn('prod.example', `H${hostOf(24)}`)).toThrow(/phones cannot read[^]*takes 72 units/);
  });

  test('is warned when the English message is longer than its part, and of nothing else', () => {
    const house = planOn('prod.example', 'c.example.jp', { en: 'Mogiri™' });
    expect(warningsOf(house)).toEqual([
      expect.stringMatching(
        /English code message takes 103 units with c\.example\.jp, and one part holds 70: every code is billed as 2 parts\. A letter of the brand is not in GSM-7/,
      ),
    ]);
  });
});

describe('a stage on CloudFront’s own host', () => {
  test('is warned with the count to expect, and built', () => {
    expect(cloudFrontHost).toHaveLength('d111111abcdef8.cloudfront.net'.length);
    expect(warningsOf(plan('dev'))).toEqual([
      expect.stringContaining(
        "Japanese code message takes 76 units with CloudFront's own host, and one part holds 70: " +
          'every code is billed as 2 parts. Brand and host take 32 of them together; 26 would fit.',
      ),
    ]);
  });

  test('is refused where it protects: production names its host', () => {
    const { domain: _, ...homeless } = JSON.parse(
      readFileSync(join(root, 'config', 'prod.example.json'), 'utf8'),
    ) as Stage;
    const folder = passingFolder('homeless');
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config', 'prod.json'), JSON.stringify(homeless));
    expect(() => readStage('prod', folder)).toThrow(/a protected stage must name its host[^]*domain/);
    writeFileSync(join(folder, 'config', 'prod.json'), JSON.stringify({ ...homeless, protect: false }));
    expect(readStage('prod', folder).domain).toBeUndefined();
  });
});
