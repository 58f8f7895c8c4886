import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type DeleteItemCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  onTheWire,
  plain,
  writesOnTheWire,
  type Item,
  type Query,
  type Update,
  type Write,
} from './dynamo-wire.ts';
import { jitterMs, mostTries, pause } from './tries.ts';
import { readAll, type Place } from './dynamo-batch.ts';

export type { Item, Query, Write } from './dynamo-wire.ts';

/** Whether a write took place; if not, the item that stood in the way, where there was one. */
export type Written =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly item: Item | undefined };

/** Whether a transaction took place; if not, which of its writes was refused, and by which item. */
export type Committed =
  | { readonly ok: true }
  | { readonly ok: false; readonly refused: ReadonlyMap<number, Item | undefined> };

/** The few verbs the books use on their tables. */
export type Dynamo = {
  get(table: string, key: Item, consistent?: boolean): Promise<Item | undefined>;
  /** Up to a hundred items of whichever tables in one call, read consistently; undefined where there is none. */
  getAll(places: readonly Place[]): Promise<(Item | undefined)[]>;
  /** A conditional update; the item as it is afterwards, or as it was when the condition failed. */
  update(input: Update): Promise<Written>;
  /** A put, conditional where a condition is given; the item that stood in the way when it failed. */
  put(table: string, item: Item, condition?: string): Promise<Written>;
  delete(table: string, key: Item): Promise<void>;
  /**
   * All writes or none. `isWorthwhile` is asked whenever it met another transaction: a no ends it with nothing refused,
   * so that who can only lose does not keep the others from winning.
   */
  transact(writes: readonly Write[], isWorthwhile?: () => Promise<boolean>): Promise<Committed>;
  query(input: Query): Promise<{ items: Item[]; next: Item | undefined }>;
};

/** Time-outs of every AWS call, in milliseconds; the SDK has none of its own (local.md A6), and only warns unless told to throw. */
export const awsTimeouts = { connectionTimeout: 2000, requestTimeout: 6000, throwOnRequestTimeout: true };

/** Which writes a cancelled transaction names as refused, or undefined when it only met another transaction. */
function refusedBy(error: TransactionCanceledException): Map<number, Item | undefined> | undefined {
  const reasons = [...(error.CancellationReasons ?? []).entries()];
  const failed = reasons.filter(([, reason]) => reason.Code === 'ConditionalCheckFailed');
  if (failed.length > 0)
    return new Map(failed.map(([place, { Item: item }]) => [place, item && plain(item)]));
  if (reasons.some(([, { Code }]) => Code === 'TransactionConflict' || Code === 'ThrottlingError'))
    return undefined;
  throw error;
}

/** A transaction, tried again when it meets another one; a failed condition is an answer and is never tried again. */
async function transact(
  client: Pick<DynamoDBClient, 'send'>,
  writes: readonly Write[],
  isWorthwhile: () => Promise<boolean>,
): Promise<Committed> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writesOnTheWire(writes) }));
      return { ok: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const refused = refusedBy(error);
      if (refused !== undefined) return { ok: false, refused };
      if (attempt >= mostTries) throw error;
      await pause(jitterMs(attempt));
      if (!(await isWorthwhile())) return { ok: false, refused: new Map() };
    }
  }
}

/** One conditional write, tried again when a transaction holds the item. */
async function writeOne(write: () => Promise<Item>): Promise<Written> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { ok: true, item: await write() };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { ok: false, item: error.Item && plain(error.Item) };
      if (!(error instanceof TransactionConflictException) || attempt >= mostTries) throw error;
      await pause(jitterMs(attempt));
    }
  }
}

const tellOld = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** How a function speaks with its tables. The middleware of a command is put together once and not for every call. */
export const dynamoConfig = { requestHandler: awsTimeouts, cacheMiddleware: true };

/** The verbs over whatever takes the SDK's commands; one per function, made at cold start. */
export function makeDynamo(client: Pick<DynamoDBClient, 'send'> = new DynamoDBClient(dynamoConfig)): Dynamo {
  return {
    get: async (table, key, consistent = true) => {
      const input = { TableName: table, Key: key, ConsistentRead: consistent };
      const { Item: item } = await client.send(new GetItemCommand(onTheWire<GetItemCommandInput>(input)));
      return item && plain(item);
    },
    getAll: places => readAll(client, places),
    update: input =>
      writeOne(async () => {
        const asked = onTheWire<UpdateItemCommandInput>({ ...input, ReturnValues: 'ALL_NEW', ...tellOld });
        const { Attributes: item = {} } = await client.send(new UpdateItemCommand(asked));
        return plain(item);
      }),
    put: (table, item, condition) =>
      writeOne(async () => {
        const onlyIf = condition === undefined ? {} : { ConditionExpression: condition, ...tellOld };
        const input = { TableName: table, Item: item, ...onlyIf };
        await client.send(new PutItemCommand(onTheWire<PutItemCommandInput>(input)));
        return item;
      }),
    delete: async (table, key) => {
      const input = { TableName: table, Key: key };
      await client.send(new DeleteItemCommand(onTheWire<DeleteItemCommandInput>(input)));
    },
    transact: (writes, isWorthwhile = async () => true) => transact(client, writes, isWorthwhile),
    query: async input => {
      const { Items: items = [], LastEvaluatedKey: next } = await client.send(
        new QueryCommand(onTheWire(input)),
      );
      return { items: items.map(plain), next: next && plain(next) };
    },
  };
}

/** `SET` for every field given, with names and values that cannot clash with reserved words. */
export function setFields(
  fields: Item,
): Pick<Update, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> & { set: string } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    set: entries.map(([name]) => `#${name} = :${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}
