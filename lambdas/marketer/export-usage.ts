import { writeCsv } from '../domain/csv.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { hideSmall, leastShown, type Cell } from '../domain/small-cells.ts';
import { addLines, linesOf, type Tally, type UsageWish } from '../domain/usage.ts';
import type { LabelLines, LabelledLine } from './label-lines.ts';
import type { WalkUses } from './walk-uses.ts';

/** What writing a file of counts needs; it is made of at most so many answers. */
export type ExportDeps = {
  readonly walk: WalkUses;
  readonly label: LabelLines;
  readonly rules: { readonly answersInFile: number };
};

const heads = {
  ja: { columns: ['コード', '店舗', '名前', '利用', '取り消し'], total: '合計' },
  en: { columns: ['Code', 'Store', 'Name', 'Redeemed', 'Undone'], total: 'Total' },
} as const;

/** A cell as the file says it: what is held back would tell what is under 5. */
function said(cell: Cell | undefined): string {
  if (cell === 'small') return `<${leastShown}`;
  return cell === 'held' || cell === undefined ? '*' : String(cell);
}

/** The counts of labelled lines as CSV with a total; a clerk's lines are held back within their store. */
export function fileOf(lines: readonly LabelledLine[], locale: 'ja' | 'en'): string {
  const { columns, total } = heads[locale];
  const groupOf = ({ clerk, store }: LabelledLine) => (clerk === undefined ? '' : (store?.storeId ?? ''));
  const column = (of: 'redeemed' | 'undone') =>
    hideSmall(lines.map(line => ({ group: groupOf(line), count: line[of] })));
  const [redeemed, undone] = [column('redeemed'), column('undone')];
  const rows = lines.map(({ key, store, label }, place) => [
    key,
    store?.name ?? '',
    label,
    said(redeemed.cells[place]),
    said(undone.cells[place]),
  ]);
  return writeCsv([columns, ...rows, [total, '', '', said(redeemed.total), said(undone.total)]]);
}

/** Writes counts as a file without personal data and without small cells. Refusal: usage.too_much. */
export function makeExportUsage({ walk, label, rules }: ExportDeps) {
  return async (wish: UsageWish, locale: 'ja' | 'en'): Promise<string | Refusal> => {
    const tally: Tally = new Map();
    let cursor: string | undefined;
    for (let answer = 0; answer < rules.answersInFile; answer += 1) {
      const page = await walk(wish, cursor);
      addLines(tally, page.items);
      cursor = page.cursor;
      if (cursor === undefined) return fileOf(await label(linesOf(tally), wish.by, false), locale);
    }
    return refuse('usage.too_much');
  };
}
