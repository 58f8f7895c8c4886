import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { readDecisions, readRulesFile } from '../../bin/read-decisions.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { checkRecord, sendRecord } from '../domain/decisions.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-fraud-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const decision = sendRecord('a', 1);
const logged = JSON.stringify({ code: 'challenge.decided', ...decision });
const other = JSON.stringify({ code: 'challenge.sent', challengeId: 'a' });

describe('an export of the log is read', () => {
  test.each([
    ['as the journal wrote it', `${logged}\n${other}\n`],
    ['with the lines that Lambda writes beside it', `START RequestId: 1\n${logged}\n${other}`],
    [
      'as events of CloudWatch',
      [logged, other].map(message => JSON.stringify({ timestamp: 1, message })).join('\n'),
    ],
    ['as one array of events', JSON.stringify([{ message: logged }, { message: other }])],
    [
      'as answers of Logs Insights',
      JSON.stringify([{ '@timestamp': 't', '@message': logged }, { '@message': other }]),
    ],
    [
      'as a table of Logs Insights',
      `@timestamp,@message\n2026-11-23 09:01:00.000,"${logged.replaceAll('"', '""')}"\n`,
    ],
    ['as fields of text', `${logged}\t${other}`],
    ['as fields of text that end their line', `${logged}\n\t${other}\n`],
    ['behind time and stream', `2026-11-23T09:01:00 2026/11/23/[1]abc ${logged}\r\n${other}`],
  ])('%s', (_, text) => {
    const { decisions, broken, others } = readDecisions(text);
    expect(decisions).toEqual([decision]);
    expect([broken, others > 0]).toEqual([0, true]);
  });

  test('and what is broken in it is counted', () => {
    const cut = logged.slice(0, 60);
    const odd = JSON.stringify({ code: 'challenge.decided', ...decision, decision: 'perhaps' });
    const timeless = JSON.stringify({ code: 'challenge.decided', ...decision, at: 'yesterday' });
    const { decisions, broken, others } = readDecisions([cut, odd, timeless, logged, '', other].join('\n'));
    expect([decisions.length, broken, others]).toEqual([1, 3, 1]);
  });
});

describe('a file of rules', () => {
  test('is read with the lines that npm puts before it', () => {
    const text = `\n> mogiri@0.1.0 fraud\n> node bin/fraud.ts rules\n\n${JSON.stringify(verificationRules)}`;
    expect(readRulesFile(file('npm.json', text))).toEqual(verificationRules);
  });

  test('that is wrong is told by its places', () => {
    const [first, ...rest] = verificationRules.sends;
    const odd = {
      ...verificationRules,
      codeDigits: 4,
      sends: [{ ...first, perhaps: 1, per: 'moon' }, ...rest],
    };
    const read = () => readRulesFile(file('odd.json', JSON.stringify(odd)));
    expect(read).toThrow(/odd\.json does not hold rules/u);
    expect(read).toThrow(/codeDigits/u);
    expect(read).toThrow(/sends\[0\]/u);
    expect(read).toThrow(/perhaps/u);
  });

  test('that is missing or no JSON is told in a sentence', () => {
    expect(() => readRulesFile(join(folder, 'none.json'))).toThrow(
      `there is no file ${join(folder, 'none.json')}`,
    );
    expect(() => readRulesFile(folder)).toThrow(/cannot be read \(EISDIR\)/u);
    expect(() => readRulesFile(file('text.json', 'rules'))).toThrow(/is not JSON/u);
  });
});

/** Runs the command as a person does; what it wrote and how it ended. */
async function fraud(...args: string[]): Promise<{ code: number; out: string; told: string }> {
  const run = promisify(execFile)(process.execPath, ['bin/fraud.ts', ...args], { cwd: projectRoot });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, told: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      told: error.stderr,
    }),
  );
}

describe('the command', () => {
  const record = file(
    'record.jsonl',
    [sendRecord('a', 1), sendRecord('b', 2), checkRecord('b', 3)]
      .map(each => JSON.stringify({ code: 'challenge.decided', ...each }))
      .concat(other, '{"code"')
      .join('\n'),
  );

  test('prints the rules of a stage, which it reads again', async () => {
    const { out } = await fraud('rules', '--stage', 'dev');
    const rules = readRulesFile(file('dev.json', out));
    expect(rules.sends.map(({ id }) => id)).toEqual(verificationRules.sends.map(({ id }) => id));
  });

  test('tells people and machines what other rules would have done', async () => {
    const sends = verificationRules.sends.map(rule => ({
      ...rule,
      ...(rule.id === 'address-hour' ? { atMost: 1 } : {}),
    }));
    const rules = file('sharp.json', JSON.stringify({ ...verificationRules, sends }));
    const args = ['simulate', '--rules', rules, '--decisions', record];
    const [text, json] = await Promise.all([fraud(...args), fraud(...args, '--json')]);
    expect(text.out).toContain('2 starts, 0 resends and 1 checks');
    expect(text.out).toContain('1 other lines, 1 broken ones left out');
    expect(text.out).toContain('1 messages (1 parts), 1 of them answered');
    expect(text.out).toMatch(/number-30days \* +deny/u);
    expect(text.out).toContain('not replayed: number-30days, prefix-week');
    expect(JSON.parse(json.out)).toMatchObject({
      spared: { messages: 1, parts: 1, answered: 1 },
      lines: { decisions: 3, others: 1, broken: 1 },
    });
  });

  test('says what is missing and ends with 2', async () => {
    const ends = await Promise.all([
      fraud(),
      fraud('simulate', '--rules', record),
      fraud('simulate', '--rules', record, '--decisions', record),
      fraud('rules', '--stage', 'moon'),
    ]);
    expect(ends.map(({ code, out }) => [code, out])).toEqual(ends.map(() => [2, '']));
    expect(ends.map(({ told }) => told)).toEqual([
      expect.stringContaining('npm run -s fraud -- simulate'),
      expect.stringContaining('simulate needs --rules and --decisions'),
      expect.stringContaining('is not JSON'),
      expect.stringContaining('there is no stage file'),
    ]);
  });
});
