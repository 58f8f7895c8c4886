import type { PolicyDocument } from '../../../policy/request.ts';
import type { TableResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Answer, Body, Call, Engine } from '../engine.ts';
import { batchWrite } from './batch-write.ts';
import type { Table } from './dynalite.ts';
import { makeItemLocks, type ItemLocks } from './item-locks.ts';
import { read } from './read.ts';
import { asRefusal } from './refusals.ts';
import { makeTableSettings, settingsOperation } from './table-settings.ts';
import { openTables, tableNameOf, type Tables } from './tables.ts';
import { itemsOf, sweepExpired } from './time-to-live.ts';
import { makeTokens, type Tokens } from './tokens.ts';
import { transactGet } from './transact-get.ts';
import { transactWrite } from './transact-write.ts';
import { writeItem } from './write.ts';

/** The DynamoDB engine: dynalite in-process with our own writes, transactions, capacity and TTL. */
export type DynamoDb = Engine & {
  /** Deletes what TTL has outlived at `nowMs`. */
  sweep(nowMs: number): Promise<number>;
  /** The resource policy in force on a table ARN. */
  policyOf(tableArn: string): PolicyDocument | undefined;
  /** The key attribute names of a table or one of its indexes, the hash key first. */
  keysOf(table: string, index?: string): readonly string[];
  items(table: string): Promise<readonly Body[]>;
  close(): Promise<void>;
};

type Inside = { readonly tables: Tables; readonly locks: ItemLocks; readonly tokens: Tokens };
type Operation = (inside: Inside, body: Body, call: Pick<Call, 'nowMs'>) => Promise<Answer>;

const itemOperations: Readonly<Record<string, Operation>> = {
  GetItem: ({ tables }, body) => read(tables, 'GetItem', body),
  Query: ({ tables }, body) => read(tables, 'Query', body),
  Scan: ({ tables }, body) => read(tables, 'Scan', body),
  BatchGetItem: ({ tables }, body) => read(tables, 'BatchGetItem', body),
  PutItem: ({ tables, locks }, body) => writeItem(tables, locks, 'PutItem', body),
  UpdateItem: ({ tables, locks }, body) => writeItem(tables, locks, 'UpdateItem', body),
  DeleteItem: ({ tables, locks }, body) => writeItem(tables, locks, 'DeleteItem', body),
  BatchWriteItem: ({ tables, locks }, body) => batchWrite(tables, locks, body),
  TransactGetItems: ({ tables, locks }, body) => transactGet(tables, locks, body),
  TransactWriteItems: ({ tables, locks, tokens }, body, call) =>
    tokens.once(body, call.nowMs, () => transactWrite(tables, locks, body)),
};

/** Opens the deployed tables, empty, in memory. */
export async function openDynamoDb(
  resources: readonly TableResource[],
  account: string,
  region: string,
): Promise<DynamoDb> {
  const tables = await openTables(resources, account, region);
  const settings = makeTableSettings(resources);
  const inside: Inside = { tables, locks: makeItemLocks(), tokens: makeTokens() };
  return {
    handle: async (operation, body, call) => {
      try {
        const run = itemOperations[operation];
        if (run !== undefined) return await run(inside, body, call);
        const answer = await settingsOperation(tables, settings, operation, body);
        if (answer !== undefined) return { body: answer };
      } catch (error) {
        throw asRefusal(error);
      }
      throw new AwsError('UnknownOperationException', 'Not an operation of the local DynamoDB');
    },
    sweep: nowMs => sweepExpired(tables, inside.locks, settings, nowMs),
    policyOf: arn => settings.get(tableNameOf(arn))?.policy,
    keysOf: (name, index) => keysOf(tables, name, index),
    items: name => itemsOf(tables, name),
    snapshot: () => savedItems(tables),
    restore: state => putBack(inside, state as SavedItems),
    close: () => tables.store.db.close(),
  };
}

type SavedItems = Readonly<Record<string, readonly Body[]>>;

/** Read by one iterator, which sees one moment: no transaction is saved by half. */
async function savedItems({ store, all }: Tables): Promise<SavedItems> {
  const entries = await store.db.iterator({ gte: 'item-', lt: 'item-\u00FF' }).all();
  const of = ({ TableName }: Table): readonly Body[] =>
    entries.filter(([key]) => key.startsWith(`item-${TableName}~`)).map(([, item]) => item);
  return Object.fromEntries(all().map(table => [table.TableName, of(table)]));
}

/** Writes saved items through the engine, so that today's indexes are filled; tables that are gone are left out. */
async function putBack({ tables, locks }: Inside, saved: SavedItems): Promise<void> {
  for (const table of tables.all()) {
    for (const Item of saved[table.TableName] ?? []) {
      await writeItem(tables, locks, 'PutItem', { TableName: table.TableName, Item });
    }
  }
}

function keysOf(tables: Tables, name: string, index?: string): readonly string[] {
  const table = tables.named(name);
  const found = table.GlobalSecondaryIndexes?.find(candidate => candidate.IndexName === index);
  return (found ?? table).KeySchema.map(part => part.AttributeName);
}
