import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStage } from '../../lib/stage.ts';
import { passingFolder, root } from './built-house.ts';

const dev = JSON.parse(readFileSync(join(root, 'config', 'dev.json'), 'utf8'));

/** Reads a stage file that holds `content`. */
function readWith(content: unknown, name = 'dev') {
  const folder = passingFolder('stage');
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config', `${name}.json`), JSON.stringify(content));
  return readStage(name, folder);
}

describe('a stage', () => {
  test('is read from its file', () => {
    expect(readStage('dev', root)).toMatchObject({
      stage: 'dev',
      protect: false,
      sms: { partsPerSecond: 50 },
    });
    expect(readStage('prod.example', root)).toMatchObject({ stage: 'prod', protect: true });
  });

  test('with a misspelt option is refused by name', () => {
    expect(() => readWith({ ...dev, protected: true })).toThrow(
      /config\/dev\.json is not a stage:[^]*protected/,
    );
    expect(() => readWith({ ...dev, sms: { ...dev.sms, monthlyLimit: 3 } })).toThrow(/monthlyLimit[^]*sms/);
  });

  test('says everything that is wrong at once', () => {
    const wrong = { ...dev, stage: 'Prod!', region: 'tokyo', logRetentionDays: 42 };
    expect(() => readWith(wrong)).toThrow(/small letters[^]*looks like ap-northeast-1[^]*logRetentionDays/);
  });

  test('takes a certificate of us-east-1 only, where CloudFront looks for it', () => {
    const domain = {
      name: 'c.example.jp',
      certificateArn: 'arn:aws:acm:ap-northeast-1:111122223333:certificate/x',
    };
    expect(() => readWith({ ...dev, domain })).toThrow('us-east-1');
  });

  test('has the name of its file', () => {
    expect(() => readWith(dev, 'prod')).toThrow('describes the stage dev');
  });

  test('without a file says which one is missing and where an example is', () => {
    expect(() => readStage('nowhere', root)).toThrow(/nowhere\.json; config\/prod\.example\.json shows/);
  });

  test('lets a proof of a number count longer than a session and no longer than a browser is known', () => {
    const readProof = (proofDays: number) =>
      readWith({ ...dev, verification: { ...dev.verification, proofDays } });
    expect(readProof(31).verification.proofDays).toBe(31);
    expect(() => readProof(30)).toThrow(/outlast a session[^]*verification\.proofDays/);
    expect(() => readProof(366)).toThrow('365 days');
  });

  test('says for how many years the roots of its registers are locked', () => {
    const { retentionYears: _years, ...registers } = dev.registers;
    expect(() => readWith({ ...dev, registers })).toThrow('registers.retentionYears');
    expect(() => readWith({ ...dev, registers: { ...registers, retentionYears: 0 } })).toThrow(
      'registers.retentionYears',
    );
  });
});
