import { AwsError } from '../aws-error.ts';
import type { TableResource } from '../../deployment.ts';
import { act, check, dynaliteDb, type ActionStore, type Item, type Store, type Table } from './dynalite.ts';

/** The tables of the store, known by name or ARN. */
export type Tables = {
  readonly store: Store;
  /** The store for dynalite's actions, which would decode the table's definition at every call. */
  readonly actions: ActionStore;
  /** ResourceNotFoundException where there is none. */
  named(nameOrArn: unknown): Table;
  all(): readonly Table[];
};

/** Opens an empty in-memory store and makes the deployed tables in it, ACTIVE at once. */
export async function openTables(
  resources: readonly TableResource[],
  account: string,
  region: string,
): Promise<Tables> {
  const store = dynaliteDb.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsAccountId = account;
  store.tableDb.awsRegion = region;
  const tables = new Map<string, Table>();
  for (const resource of resources) {
    const definition = { BillingMode: 'PAY_PER_REQUEST', ...resource.definition, TableName: resource.name };
    await act('CreateTable', store, check('CreateTable', definition, store));
    tables.set(resource.name, await activeTable(store, resource.name));
  }
  return {
    store,
    actions: withTablesAtHand(store, tables),
    all: () => [...tables.values()],
    named: nameOrArn => {
      const table = tables.get(tableNameOf(nameOrArn));
      if (table === undefined)
        throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
      return table;
    },
  };
}

/** The name in a table name or table ARN. */
export function tableNameOf(nameOrArn: unknown): string {
  const text = typeof nameOrArn === 'string' ? nameOrArn : '';
  return text.startsWith('arn:') ? (text.split('/')[1] ?? '') : text;
}

/** The name under which an item is locked: its table and its key. */
export function lockNameOf(table: Table, keyOrItem: Item): string {
  return `${table.TableName}|${dynaliteDb.createKey(keyOrItem, table)}`;
}

function withTablesAtHand(store: Store, tables: ReadonlyMap<string, Table>): ActionStore {
  return {
    ...store,
    getTable: (name, status, callback) => {
      const table = tables.get(name);
      if (table === undefined) store.getTable(name, status, callback);
      else (typeof status === 'function' ? status : callback)?.(null, table);
    },
  };
}

async function activeTable(store: Store, name: string): Promise<Table> {
  for (;;) {
    const table = await new Promise<Table>((resolve, reject) => {
      store.getTable(name, false, (error, found) =>
        found === undefined ? reject(error ?? new Error(name)) : resolve(found),
      );
    });
    if (table.TableStatus === 'ACTIVE') return table;
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}
