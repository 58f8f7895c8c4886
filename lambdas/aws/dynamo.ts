import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type QueryCommandInput,
  type TransactWriteCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** An item as it lies in a table. */
export type Item = Record<string, unknown>;

/** One write of a transaction. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

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
  /** A conditional update; the item as it is afterwards, or as it was when the condition failed. */
  update(
    input: Omit<UpdateCommandInput, 'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'>,
  ): Promise<Written>;
  /** A put, conditional where a condition is given; the item that stood in the way when it failed. */
  put(table: string, item: Item, condition?: string): Promise<Written>;
  delete(table: string, key: Item): Promise<void>;
  /**
   * All writes or none. `isWorthwhile` is asked whenever it met another transaction: a no ends it with nothing refused,
   * so that who can only lose does not keep the others from winning.
   */
  transact(writes: readonly Write[], isWorthwhile?: () => Promise<boolean>): Promise<Committed>;
  query(input: QueryCommandInput): Promise<{ items: Item[]; next: Item | undefined }>;
};

/** Time-outs of every AWS call, in milliseconds; the SDK has none of its own (local.md A6), and only warns unless told to throw. */
export const awsTimeouts = { connectionTimeout: 2000, requestTimeout: 6000, throwOnRequestTimeout: true };

/** Tries of a write that meets others; with their waits half of a function's ten seconds. */
const conflictTries = 16;

/** Full jitter over a growing wait: many writers of one item come apart. */
function jitterMs(attempt: number): number {
  return Math.random() * Math.min(20 * 2 ** attempt, 800);
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** Which writes a cancelled transaction names as refused, or undefined when it only met another transaction. */
function refusedBy(error: TransactionCanceledException): Map<number, Item | undefined> | undefined {
  const reasons = [...(error.CancellationReasons ?? []).entries()];
  const failed = reasons.filter(([, reason]) => reason.Code === 'ConditionalCheckFailed');
  if (failed.length > 0)
    return new Map(failed.map(([place, { Item: item }]) => [place, item && unmarshall(item)]));
  if (reasons.some(([, { Code }]) => Code === 'TransactionConflict' || Code === 'ThrottlingError'))
    return undefined;
  throw error;
}

/** A transaction, tried again when it meets another one; a failed condition is an answer and is never tried again. */
async function transact(
  documents: Pick<DynamoDBDocumentClient, 'send'>,
  writes: readonly Write[],
  isWorthwhile: () => Promise<boolean>,
): Promise<Committed> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      return { ok: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const refused = refusedBy(error);
      if (refused !== undefined) return { ok: false, refused };
      if (attempt >= conflictTries) throw error;
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
        return { ok: false, item: error.Item && unmarshall(error.Item) };
      if (!(error instanceof TransactionConflictException) || attempt >= conflictTries) throw error;
      await pause(jitterMs(attempt));
    }
  }
}

const tellOld = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** The verbs over a real client; one per function, made at cold start. */
export function makeDynamo(client = new DynamoDBClient({ requestHandler: awsTimeouts })): Dynamo {
  return speakOver(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }));
}

/** The verbs over whatever takes the SDK's commands. */
export function speakOver(documents: Pick<DynamoDBDocumentClient, 'send'>): Dynamo {
  return {
    get: async (table, key, consistent = true) =>
      (await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: consistent }))).Item,
    update: input =>
      writeOne(
        async () =>
          (await documents.send(new UpdateCommand({ ...input, ReturnValues: 'ALL_NEW', ...tellOld })))
            .Attributes ?? {},
      ),
    put: (table, item, condition) =>
      writeOne(async () => {
        await documents.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ...(condition ? { ConditionExpression: condition, ...tellOld } : {}),
          }),
        );
        return item;
      }),
    delete: async (table, key) => {
      await documents.send(new DeleteCommand({ TableName: table, Key: key }));
    },
    transact: (writes, isWorthwhile = async () => true) => transact(documents, writes, isWorthwhile),
    query: async input => {
      const { Items: items = [], LastEvaluatedKey: next } = await documents.send(new QueryCommand(input));
      return { items, next };
    },
  };
}

/** `SET` for every field given, with names and values that cannot clash with reserved words. */
export function setFields(
  fields: Item,
): Pick<UpdateCommandInput, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> & { set: string } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    set: entries.map(([name]) => `#${name} = :${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}
