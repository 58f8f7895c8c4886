import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusals } from '../../lambdas/domain/refusal.ts';
import { custodyCodes, journalCodes } from '../../lambdas/journal.ts';
import { settingsOf } from '../../lambdas/settings.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readWatch, trailFilters } from './deployed-filters.ts';

const folder = join(projectRoot, 'docs', 'runbooks');
const pages = readdirSync(folder).map(file => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const pageOf = (name: string) => pages.find(({ file }) => file === `${name}.md`)?.text ?? '';
const descriptions = readAssembly(join(projectRoot, 'cdk.out')).flatMap(({ template }) =>
  Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => String(Properties['AlarmDescription'])),
);
/** Pages that no alarm is called after. */
const otherPages = ['leaver.md', 'registers.md', 'rotation.md'];
const { filters, alarms } = readWatch();

describe('runbooks', () => {
  test('are one for each alarm, at the path its description ends with, and say first whom it hurts', () => {
    expect(descriptions.length).toBe(alarms.length);
    for (const description of descriptions) {
      const [, sentence = '', name = ''] = /^(.*) docs\/runbooks\/(.*)\.md$/u.exec(description) ?? [];
      expect(alarms.map(alarm => alarm.name)).toContain(`mogiri-dev-${name}`);
      expect(pageOf(name).split('\n').slice(0, 3)).toEqual([`# ${name}`, '', sentence]);
    }
    const called = descriptions.map(description => description.split('/').at(-1));
    const others = pages.filter(({ file }) => !called.includes(file)).map(({ file }) => file);
    expect(others.filter(file => !otherPages.includes(file))).toEqual([]);
  });

  test.each(pages.filter(({ file }) => file !== 'registers.md'))(
    '$file says what to look at first, what to do, and how one knows it is over',
    ({ text }) => {
      const headings = [...text.matchAll(/^## (?<heading>.*)$/gmu)].map(({ groups }) => groups?.['heading']);
      expect(headings).toEqual(
        expect.arrayContaining(['Look first', 'What to do', 'How you know it is over']),
      );
      expect(headings.at(-1)).toBe('How you know it is over');
    },
  );

  test.each(pages)('$file points to pages and files that exist', ({ text }) => {
    const linked = [...text.matchAll(/\]\((?<to>[^)#]+\.(?:md|json))/gu)].map(
      ({ groups }) => groups?.['to'] ?? '',
    );
    const here = linked.filter(to => !to.startsWith('http') && to !== 'registers.md');
    expect(here.filter(to => !existsSync(join(dirname(join(folder, 'x')), to)))).toEqual([]);
  });

  test.each(pages)('$file asks the logs of functions that there are for codes that there are', ({ text }) => {
    const groups = [...text.matchAll(/\/aws\/lambda\/mogiri-<stage>-(?<name>[a-z-]+)/gu)];
    const known = Object.keys(settingsOf);
    expect(
      groups.map(({ groups: found }) => found?.['name']).filter(name => !known.includes(name ?? '')),
    ).toEqual([]);
    const asked = [...text.matchAll(/code (?:=|in) (?<codes>"[^"]+"|\[[^\]]+\])/gu)].flatMap(
      ({ groups: found }) => [...(found?.['codes'] ?? '').matchAll(/"(?<code>[^"]+)"/gu)],
    );
    expect(asked.map(([, code = '']) => code).filter(code => !(code in journalCodes))).toEqual([]);
  });

  test('speak of refusals and journal codes by their names', () => {
    const topics = new Set(
      [...Object.keys(refusals), ...Object.keys(journalCodes)].map(code => code.split('.')[0]),
    );
    const spoken = pages.flatMap(({ text }) => [...text.matchAll(/`(?<code>[a-z]+\.[a-z_]+)`/gu)]);
    const strange = spoken
      .map(([, code = '']) => code)
      .filter(code => topics.has(code.split('.')[0]) && !(code in refusals) && !(code in journalCodes));
    expect(strange).toEqual([]);
  });

  test('of the boundary tell every filter, and of custody every code', () => {
    const told = [...pageOf('boundary-touched').matchAll(/`(?<name>[A-Z][A-Za-z]+)`/gu)].map(
      ([, name = '']) => name,
    );
    const names = trailFilters(filters).filter(({ metric }) => metric === 'BoundaryTouched');
    expect(names.map(({ name }) => name).filter(name => !told.includes(name))).toEqual([]);
    for (const code of custodyCodes) expect(pageOf('fails-custody')).toContain(`| \`${code}\` |`);
  });
});
