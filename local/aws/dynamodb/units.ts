import type { Units } from '../engine.ts';
import { dynaliteDb, type Item, type Table, type TableIndex } from './dynalite.ts';

/** What one call consumed of one table and its indexes, in request units. */
export type TableUnits = {
  readonly table: string;
  readonly units: Units;
  readonly indexes: Readonly<Record<string, number>>;
};

/** Write units of one item change: 1 per started KB of the larger image, doubled in a transaction; indexes beside it. */
export function writeUnits(
  table: Table,
  before: Item | undefined,
  after: Item | undefined,
  times = 1,
): TableUnits {
  const write = Math.max(kilobytes(before, 1), kilobytes(after, 1), 1) * times;
  const indexes: Record<string, number> = {};
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    const cost = indexWriteUnits(table, index, before, after);
    if (cost > 0) indexes[index.IndexName] = cost;
  }
  return { table: table.TableName, units: { read: 0, write }, indexes };
}

/** Read units of one item: 1 per started 4 KB, half when eventually consistent, doubled in a transaction. */
export function readUnits(table: string, item: Item | undefined, factor: number): TableUnits {
  return { table, units: { read: Math.max(kilobytes(item, 4), 1) * factor, write: 0 }, indexes: {} };
}

/** Adds up what a call consumed, table by table. */
export function sumUnits(parts: readonly TableUnits[]): readonly TableUnits[] {
  const byTable = new Map<string, TableUnits>();
  for (const part of parts) {
    const sum = byTable.get(part.table);
    byTable.set(part.table, sum === undefined ? part : add(sum, part));
  }
  return [...byTable.values()];
}

/** The whole cost of a call, indexes included. */
export function totalUnits(parts: readonly TableUnits[]): Units {
  const index = (part: TableUnits): number =>
    Object.values(part.indexes).reduce((sum, value) => sum + value, 0);
  return {
    read: parts.reduce((sum, part) => sum + part.units.read, 0),
    write: parts.reduce((sum, part) => sum + part.units.write + index(part), 0),
  };
}

/** ConsumedCapacity as the caller asked for it (`TOTAL`, `INDEXES`); undefined when it did not. */
export function consumedCapacity(
  part: TableUnits,
  asked: unknown,
  transactional = false,
): object | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const { read, write } = totalUnits([part]);
  const split = transactional ? { ReadCapacityUnits: read, WriteCapacityUnits: write } : {};
  const total = { TableName: part.table, CapacityUnits: read + write, ...split };
  if (asked === 'TOTAL') return total;
  const indexes = Object.entries(part.indexes).map(([name, units]) => [name, { CapacityUnits: units }]);
  return {
    ...total,
    Table: { CapacityUnits: part.units.read + part.units.write },
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
}

function add(a: TableUnits, b: TableUnits): TableUnits {
  const indexes: Record<string, number> = { ...a.indexes };
  for (const [name, units] of Object.entries(b.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
  const units = { read: a.units.read + b.units.read, write: a.units.write + b.units.write };
  return { table: a.table, units, indexes };
}

function kilobytes(item: Item | undefined, per: number): number {
  return item === undefined ? 0 : Math.ceil(dynaliteDb.itemSize(item) / 1024 / per);
}

function indexWriteUnits(table: Table, index: TableIndex, before?: Item, after?: Item): number {
  const old = projected(table, index, before);
  const next = projected(table, index, after);
  if (old === undefined && next === undefined) return 0;
  if (old?.key === next?.key) {
    const same = JSON.stringify(sorted(old?.item)) === JSON.stringify(sorted(next?.item));
    return same ? 0 : Math.max(kilobytes(old?.item, 1), kilobytes(next?.item, 1));
  }
  return kilobytes(old?.item, 1) + kilobytes(next?.item, 1);
}

function projected(table: Table, index: TableIndex, item?: Item): { key: string; item: Item } | undefined {
  if (item === undefined) return undefined;
  return dynaliteDb.getIndexActions([index], null, item, table).puts[0];
}

function sorted(item: Item | undefined): unknown {
  return Object.entries(item ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
