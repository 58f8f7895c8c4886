import { createRequire } from 'node:module';
import { isObject } from '../fields.ts';

/** A DynamoDB attribute value on the wire, `{ S: '…' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** An item on the wire. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** What dynalite keeps of a table; the parts we read. */
export type Table = {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly GlobalSecondaryIndexes?: readonly TableIndex[];
  readonly LocalSecondaryIndexes?: readonly TableIndex[];
};

/** A secondary index of a table. */
export type TableIndex = {
  readonly IndexName: string;
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly Projection: unknown;
};

type Callback<T> = (error: Error | null | undefined, value?: T) => void;

/** One put or delete of the level database under a whole key. */
export type LevelOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

/** The part of dynalite's item database its write actions use. */
export type ItemDb = {
  get(key: string, callback: Callback<Item>): void;
  put(key: string, value: Item, callback: Callback<undefined>): void;
  del(key: string, callback: Callback<undefined>): void;
  lock(key: string, task: (release: <T>(callback: T) => T) => void): void;
};

/** The part of dynalite's store its actions use. */
export type ActionStore = {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>): void;
  getItemDb(table: string): ItemDb;
  getIndexDb(type: string, table: string, index: string): ItemDb;
};

/** dynalite's whole store: what actions use, and the level database beneath. */
export type Store = ActionStore & {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
  readonly db: {
    batch(operations: readonly LevelOperation[]): Promise<void>;
    getMany(keys: readonly string[]): Promise<(Item | undefined)[]>;
    iterator(range?: { gte: string; lt: string }): { all(): Promise<[string, Item][]> };
    close(): Promise<void>;
  };
};

/** A request after dynalite's validation: parsed expressions are added as `_condition`, `_projection`, …. */
export type Checked = Readonly<Record<string, unknown>> & {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly _projection?: { readonly paths: unknown };
};

type DynaliteDb = {
  create(options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }): Store;
  createKey(item: Item, table: Table): string;
  createIndexKey(item: Item, table: Table, schema: TableIndex['KeySchema']): string;
  itemSize(item: Item): number;
  mapPaths(paths: unknown, item: Item): Item;
  validateKey(key: Item, table: Table): Error | undefined;
  validateItem(item: Item, table: Table): Error | undefined;
  getIndexActions(
    indexes: readonly TableIndex[],
    old: Item | null,
    item: Item | null,
    table: Table,
  ): IndexActions;
};

/** Index writes a change of an item brings. */
export type IndexActions = {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[];
  readonly deletes: readonly { readonly index: string; readonly key: string }[];
};

const load: (path: string) => unknown = createRequire(import.meta.url);

/** dynalite's pure functions (keys, sizes, projections) and its store. The package has no types of its own. */
export const dynaliteDb = load('dynalite/db') as DynaliteDb;

type Validations = {
  checkTypes(data: unknown, types: unknown): Checked;
  checkValidations(data: Checked, types: unknown, custom: unknown, store: ActionStore): void;
};
const validations = load('dynalite/validations') as Validations;

const fileOf = (operation: string): string => operation.charAt(0).toLowerCase() + operation.slice(1);

/** Checks types and values and parses expressions as DynamoDB would; the input is copied, since dynalite changes it. */
export function check(operation: string, body: unknown, store: ActionStore): Checked {
  const rules = load(`dynalite/validations/${fileOf(operation)}`) as { types: unknown; custom?: unknown };
  const data = validations.checkTypes(structuredClone(body), rules.types);
  validations.checkValidations(data, rules.types, rules.custom, store);
  return data;
}

/** The parsed ProjectionExpression of a checked request, in dynalite's own form; undefined for whole items. */
export function projectionOf(data: Checked): unknown {
  return data['_projection']?.paths;
}

/** Runs one of dynalite's actions on a store; its refusals are thrown as they come. */
export function act(
  operation: string,
  store: ActionStore,
  data: Checked,
): Promise<Readonly<Record<string, unknown>>> {
  type Action = (
    store: ActionStore,
    data: Checked,
    callback: Callback<Readonly<Record<string, unknown>>>,
  ) => void;
  const action = load(`dynalite/actions/${fileOf(operation)}`) as Action;
  return new Promise((resolve, reject) => {
    action(store, data, (error, value) => (error ? reject(error) : resolve(value ?? {})));
  });
}

/** dynalite's refusals carry the wire body; undefined for anything else thrown. */
export function refusalBody(error: unknown): Readonly<Record<string, unknown>> | undefined {
  const body = error instanceof Error && 'body' in error ? error.body : undefined;
  return isObject(body) ? body : undefined;
}
