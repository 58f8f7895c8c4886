/**
 * What makes a spreadsheet take a cell for a formula: = + - @ and their full-width forms, and the tab and line ends
 * that some skip before looking (OWASP, CSV injection).
 */
const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A cell that no spreadsheet runs: one that would be a formula begins with an apostrophe. */
export function guardCell(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text;
}

/** Rows as CSV (RFC 4180): every cell in quotes, lines end with CR LF, and no cell is a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `"${guardCell(text).replaceAll('"', '""')}"`;
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}
