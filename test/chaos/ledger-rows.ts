import type { DynamoDb } from '../../local/aws/dynamodb/engine.ts';

const unmarshalled = (item: Raw, name: string): unknown => {
  const value = item[name];
  return value?.['N'] === undefined ? value?.['S'] : Number(value['N']);
};

/** A redemption as it lies in the Book. */
export type Row = {
  readonly redemptionId: string;
  readonly voucherId: string;
  readonly couponId: string;
  readonly storeId: string;
  readonly storeDay: string;
  readonly undone: boolean;
};

type Raw = Record<string, Record<string, unknown>>;

/** What the tables hold of the ledger: every redemption, uses of vouchers, and every limit's count by its key. */
export async function readLedger(
  engine: Pick<DynamoDb, 'items'>,
  tables: { readonly book: string; readonly gate: string },
) {
  const itemsIn = async (table: string) => (await engine.items(table)) as Raw[];
  const [book, gate] = [await itemsIn(tables.book), await itemsIn(tables.gate)];
  const text = (item: (typeof book)[number], name: string) => String(unmarshalled(item, name));
  const rows = book
    .filter(item => text(item, 'sk').startsWith('RED#'))
    .map(
      (item): Row => ({
        redemptionId: text(item, 'redemptionId'),
        voucherId: text(item, 'voucherId'),
        couponId: text(item, 'couponId'),
        storeId: text(item, 'storeId'),
        storeDay: text(item, 'storeDay'),
        undone: item['undoneAtMs'] !== undefined,
      }),
    );
  const vouchers = book.filter(item => text(item, 'sk').startsWith('VCH#'));
  const counts = [
    ...book.filter(item => text(item, 'sk') === 'TOTAL'),
    ...gate.filter(item => text(item, 'pk').startsWith('DAY#')),
  ];
  return {
    rows,
    undos: book.filter(item => text(item, 'sk').startsWith('UND#')).length,
    attempts: book.filter(item => text(item, 'sk').startsWith('ATT#')),
    uses: new Map(vouchers.map(item => [text(item, 'voucherId'), Number(unmarshalled(item, 'uses'))])),
    used: new Map(counts.map(item => [text(item, 'pk'), Number(unmarshalled(item, 'used') ?? 0)])),
  };
}

/** Where limits and vouchers differ from the redemptions that stand; nothing when the ledger is what it says. */
export function whatDiffers({ rows, undos, uses, used }: Awaited<ReturnType<typeof readLedger>>): string[] {
  const standing = rows.filter(({ undone }) => !undone);
  const count = (fits: (row: Row) => boolean) => standing.filter(fits).length;
  const kept = (key: string) => {
    const [kind, store, day, coupon] = key.split('#');
    return kind === 'DAY'
      ? count(row => row.storeId === store && row.storeDay === day && row.couponId === coupon)
      : count(row => key === `CPN#${row.couponId}`);
  };
  return [
    ...[...uses].flatMap(([voucher, many]) => {
      const found = count(row => row.voucherId === voucher);
      return found === many ? [] : [`${voucher} says ${many}, the ledger ${found}`];
    }),
    ...[...used].flatMap(([key, many]) =>
      kept(key) === many ? [] : [`${key} says ${many}, the ledger ${kept(key)}`],
    ),
    ...(rows.length - standing.length === undos ? [] : ['an undo is not on record']),
  ];
}
