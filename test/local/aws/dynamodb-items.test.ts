import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  waitUntilTableExists,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand as QueryDocuments,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';

let open: OpenWorld;
let db: DynamoDBClient;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  open = await openWorld();
  db = new DynamoDBClient(open.as('operator'));
  documents = DynamoDBDocumentClient.from(db);
});
afterAll(() => open.world.close());

const key = (name: string): { pk: { S: string }; sk: { S: string } } => ({ pk: { S: name }, sk: { S: 'x' } });
const put = (name: string, attributes: object = {}): PutItemCommand =>
  new PutItemCommand({ TableName: 'book', Item: { ...key(name), ...attributes } });
const get = async (name: string) =>
  (await db.send(new GetItemCommand({ TableName: 'book', Key: key(name), ConsistentRead: true }))).Item;

/** Whether a conditional write was made; any refusal but a failed condition is thrown on. */
const wasMade = async (sent: Promise<unknown>): Promise<boolean> => {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

describe('a table', () => {
  test('exists at once, on demand, with its index active', async () => {
    await waitUntilTableExists({ client: db, maxWaitTime: 30 }, { TableName: 'book' });
    const { Table } = await db.send(new DescribeTableCommand({ TableName: 'book' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      TableArn: 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/book',
    });
    expect(Table?.GlobalSecondaryIndexes?.[0]).toMatchObject({ IndexName: 'gsi1', IndexStatus: 'ACTIVE' });
  });

  test('that was never deployed is not found', async () => {
    const missing = db.send(new GetItemCommand({ TableName: 'nowhere', Key: key('a') }));
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('can be named by its ARN', async () => {
    await db.send(put('by-arn', { n: { N: '7' } }));
    const TableName = 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/book';
    const { Item } = await db.send(new GetItemCommand({ TableName, Key: key('by-arn') }));
    expect(Item?.['n']).toEqual({ N: '7' });
  });
});

describe('conditions', () => {
  test('a put whose condition holds is made and one whose condition fails is not', async () => {
    const onlyNew = (colour: string): PutItemCommand =>
      new PutItemCommand({
        TableName: 'book',
        Item: { ...key('once'), colour: { S: colour } },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
    await db.send(onlyNew('red'));
    const again = db.send(onlyNew('blue'));
    await expect(again).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((await get('once'))?.['colour']).toEqual({ S: 'red' });
  });

  test.each(['PutItem', 'UpdateItem', 'DeleteItem'] as const)(
    'a failed %s hands out the old item only when asked',
    async operation => {
      await db.send(put(`old-${operation}`, { colour: { S: 'red' } }));
      const Key = key(`old-${operation}`);
      const attempt = (asked?: 'ALL_OLD'): Promise<unknown> => {
        const common = {
          TableName: 'book',
          ConditionExpression: 'colour = :blue',
          ExpressionAttributeValues: { ':blue': { S: 'blue' } },
          ...(asked === undefined ? {} : { ReturnValuesOnConditionCheckFailure: asked }),
        };
        if (operation === 'PutItem') return db.send(new PutItemCommand({ ...common, Item: Key }));
        if (operation === 'DeleteItem') return db.send(new DeleteItemCommand({ ...common, Key }));
        return db.send(new UpdateItemCommand({ ...common, Key, UpdateExpression: 'REMOVE colour' }));
      };
      await expect(attempt('ALL_OLD')).rejects.toMatchObject({ Item: { colour: { S: 'red' } } });
      const silent = await attempt().catch((error: unknown) => error);
      expect(silent).toMatchObject({ name: 'ConditionalCheckFailedException' });
      expect((silent as { Item?: unknown }).Item).toBeUndefined();
    },
  );

  test('a failed condition on a missing item hands out nothing', async () => {
    const update = new UpdateItemCommand({
      TableName: 'book',
      Key: key('never-there'),
      UpdateExpression: 'SET colour = :c',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':c': { S: 'red' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const refusal = await db.send(update).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((refusal as { Item?: unknown }).Item).toBeUndefined();
  });

  test('comparisons, functions, IN, BETWEEN and NOT are understood', async () => {
    await db.send(put('conditions', { n: { N: '5' }, tags: { SS: ['a', 'b'] }, label: { S: 'mogiri' } }));
    const holds = async (ConditionExpression: string, values: Record<string, object>): Promise<boolean> => {
      const condition = { ConditionExpression, ExpressionAttributeValues: { ':one': { N: '1' }, ...values } };
      const update = {
        TableName: 'book',
        Key: key('conditions'),
        UpdateExpression: 'SET seen = :one',
        ...condition,
      };
      return wasMade(db.send(new UpdateItemCommand(update as UpdateItemCommandInput)));
    };
    const five = { ':a': { N: '5' } };
    const nine = { ':a': { N: '9' } };
    expect(await holds('n BETWEEN :one AND :a', five)).toBe(true);
    expect(await holds('n IN (:one, :a)', five)).toBe(true);
    expect(await holds('n IN (:one, :a)', nine)).toBe(false);
    expect(await holds('contains(tags, :a)', { ':a': { S: 'b' } })).toBe(true);
    expect(await holds('contains(tags, :a)', { ':a': { S: 'c' } })).toBe(false);
    expect(await holds('begins_with(label, :a) AND size(label) > :one', { ':a': { S: 'mo' } })).toBe(true);
    expect(await holds('NOT attribute_exists(tags) OR n > :a', five)).toBe(false);
    expect(await holds('attribute_type(n, :a)', { ':a': { S: 'N' } })).toBe(true);
    expect(await holds('n <> :a AND nothere <> :a', nine)).toBe(true);
  });
});

describe('updates', () => {
  test('ADD, if_not_exists, list_append and nested SET work in one expression', async () => {
    await db.send(put('updates', { list: { L: [{ S: 'a' }] }, map: { M: { stamps: { N: '1' } } } }));
    const { Attributes } = await db.send(
      new UpdateItemCommand({
        TableName: 'book',
        Key: key('updates'),
        UpdateExpression:
          'SET #l = list_append(#l, :more), #f = if_not_exists(#f, :one), #m.stamps = #m.stamps + :one ADD stamped :one',
        ExpressionAttributeNames: { '#l': 'list', '#m': 'map', '#f': 'first' },
        ExpressionAttributeValues: { ':more': { L: [{ S: 'b' }] }, ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toMatchObject({
      list: { L: [{ S: 'a' }, { S: 'b' }] },
      first: { N: '1' },
      map: { M: { stamps: { N: '2' } } },
      stamped: { N: '1' },
    });
  });

  test('an update makes the item that is not there', async () => {
    const update = {
      TableName: 'book',
      Key: key('fresh'),
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    };
    await db.send(new UpdateItemCommand(update));
    expect(await get('fresh')).toEqual({ ...key('fresh'), n: { N: '1' } });
  });

  test('UPDATED_NEW and UPDATED_OLD show only what changed', async () => {
    await db.send(put('shown', { a: { N: '1' }, b: { N: '2' } }));
    const update = {
      TableName: 'book',
      Key: key('shown'),
      UpdateExpression: 'SET a = a + :n',
      ExpressionAttributeValues: { ':n': { N: '4' } },
    };
    const newer = await db.send(new UpdateItemCommand({ ...update, ReturnValues: 'UPDATED_NEW' }));
    expect(newer.Attributes).toEqual({ a: { N: '5' } });
    const older = await db.send(new UpdateItemCommand({ ...update, ReturnValues: 'UPDATED_OLD' }));
    expect(older.Attributes).toEqual({ a: { N: '5' } });
  });
});

describe('malformed requests are refused with ValidationException', () => {
  const invalid = { name: 'ValidationException' };

  test('a reserved word as an attribute name', async () => {
    const command = new UpdateItemCommand({
      TableName: 'book',
      Key: key('v'),
      UpdateExpression: 'SET status = :s',
      ExpressionAttributeValues: { ':s': { S: 'on' } },
    });
    await expect(db.send(command)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining('reserved'),
    });
  });

  test('an expression name that is not used', async () => {
    const command = new GetItemCommand({
      TableName: 'book',
      Key: key('v'),
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#unused': 'x' },
    });
    await expect(db.send(command)).rejects.toMatchObject(invalid);
  });

  test('a key of the wrong shape, an empty key and a key in an update', async () => {
    const wrong = new GetItemCommand({ TableName: 'book', Key: { pk: { S: 'a' } } });
    await expect(db.send(wrong)).rejects.toMatchObject(invalid);
    const empty = new PutItemCommand({ TableName: 'book', Item: { pk: { S: '' }, sk: { S: 'x' } } });
    await expect(db.send(empty)).rejects.toMatchObject(invalid);
    const moved = new UpdateItemCommand({
      TableName: 'book',
      Key: key('v'),
      UpdateExpression: 'SET pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'other' } },
    });
    await expect(db.send(moved)).rejects.toMatchObject(invalid);
  });

  test('an item over 400 KB', async () => {
    const big = put('big', { text: { S: 'x'.repeat(410_000) } });
    await expect(db.send(big)).rejects.toMatchObject(invalid);
  });

  test('an addition to something that is no number', async () => {
    await db.send(put('no-number', { n: { S: 'seven' } }));
    const add = new UpdateItemCommand({
      TableName: 'book',
      Key: key('no-number'),
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    await expect(db.send(add)).rejects.toMatchObject(invalid);
    expect((await get('no-number'))?.['n']).toEqual({ S: 'seven' });
  });
});

describe('reading many', () => {
  beforeAll(async () => {
    for (let at = 0; at < 30; at++) {
      const sk = `row-${String(at).padStart(2, '0')}`;
      const item = { pk: 'many', sk, gsi1pk: at % 2 === 0 ? 'even' : 'odd', gsi1sk: sk, at };
      await documents.send(new PutCommand({ TableName: 'book', Item: item }));
    }
  });

  test('a query pages by LastEvaluatedKey through an index, forwards and backwards', async () => {
    const page = async (forward: boolean): Promise<readonly number[]> => {
      const seen: number[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const answer = await documents.send(
          new QueryDocuments({
            TableName: 'book',
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :p',
            ExpressionAttributeValues: { ':p': 'even' },
            Limit: 4,
            ScanIndexForward: forward,
            ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
          }),
        );
        seen.push(...(answer.Items ?? []).map(item => Number(item['at'])));
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return seen;
    };
    const even = Array.from({ length: 15 }, (_, at) => at * 2);
    expect(await page(true)).toEqual(even);
    expect(await page(false)).toEqual(even.toReversed());
  });

  test('an item leaves the index when its index key goes and moves when it changes', async () => {
    const inIndex = async (value: string): Promise<number> => {
      const command = new QueryCommand({
        TableName: 'book',
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': { S: value } },
        Select: 'COUNT',
      });
      return (await db.send(command)).Count ?? -1;
    };
    await db.send(put('mover', { gsi1pk: { S: 'here' }, gsi1sk: { S: '1' } }));
    expect([await inIndex('here'), await inIndex('there')]).toEqual([1, 0]);
    const change = (UpdateExpression: string, values?: Record<string, { S: string }>): UpdateItemCommand =>
      new UpdateItemCommand({
        TableName: 'book',
        Key: key('mover'),
        UpdateExpression,
        ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      });
    await db.send(change('SET gsi1pk = :t', { ':t': { S: 'there' } }));
    expect([await inIndex('here'), await inIndex('there')]).toEqual([0, 1]);
    await db.send(change('REMOVE gsi1pk'));
    expect([await inIndex('here'), await inIndex('there')]).toEqual([0, 0]);
  });

  test('COUNT with a filter counts matches and what was looked at', async () => {
    const answer = await db.send(
      new QueryCommand({
        TableName: 'book',
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :row)',
        FilterExpression: '#at < :ten',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':p': { S: 'many' }, ':row': { S: 'row-' }, ':ten': { N: '10' } },
        Select: 'COUNT',
      }),
    );
    expect([answer.Count, answer.ScannedCount, answer.Items]).toEqual([10, 30, undefined]);
  });

  test('a parallel scan sees every item once', async () => {
    const segment = async (Segment: number): Promise<readonly string[]> => {
      const answer = await db.send(new ScanCommand({ TableName: 'book', Segment, TotalSegments: 3 }));
      return (answer.Items ?? []).map(item => `${item['pk']?.S}/${item['sk']?.S}`);
    };
    const seen = (await Promise.all([0, 1, 2].map(segment))).flat();
    const all = (await db.send(new ScanCommand({ TableName: 'book' }))).Items ?? [];
    expect(seen.length).toBe(all.length);
    expect(new Set(seen).size).toBe(all.length);
  });

  test('25 writes go in one batch, 26 and doubles do not', async () => {
    const write = (count: number): Promise<unknown> => {
      const requests = Array.from({ length: count }, (_, at) => ({
        PutRequest: { Item: key(`batch-${at}`) },
      }));
      return db.send(new BatchWriteItemCommand({ RequestItems: { book: requests } }));
    };
    expect(await write(25)).toMatchObject({ UnprocessedItems: {} });
    await expect(write(26)).rejects.toMatchObject({ name: 'ValidationException' });
    const twice = {
      book: [{ PutRequest: { Item: key('twice') } }, { DeleteRequest: { Key: key('twice') } }],
    };
    const double = db.send(new BatchWriteItemCommand({ RequestItems: twice }));
    await expect(double).rejects.toMatchObject({ name: 'ValidationException' });
    const Keys = Array.from({ length: 26 }, (_, at) => key(`batch-${at}`));
    const found = await db.send(new BatchGetItemCommand({ RequestItems: { book: { Keys } } }));
    expect(found.Responses?.['book']?.length).toBe(25);
  });

  test('the document client round-trips numbers, lists, maps and Japanese text', async () => {
    const item = { pk: 'もぎり', sk: 'x', n: 1.5, list: [1, 'two', null], map: { flag: true } };
    await documents.send(new PutCommand({ TableName: 'book', Item: item }));
    const { Item } = await documents.send(
      new GetCommand({ TableName: 'book', Key: { pk: 'もぎり', sk: 'x' } }),
    );
    expect(Item).toEqual(item);
  });
});

describe('capacity', () => {
  test('a write costs one unit a KB and one more for the index it changes', async () => {
    const cost = async (attributes: object): Promise<unknown> =>
      (
        await db.send(
          new PutItemCommand({ ...put('cost', attributes).input, ReturnConsumedCapacity: 'INDEXES' }),
        )
      ).ConsumedCapacity;
    expect(await cost({})).toMatchObject({ CapacityUnits: 1, Table: { CapacityUnits: 1 } });
    const indexed = { gsi1pk: { S: 'p' }, gsi1sk: { S: 's' } };
    expect(await cost({ ...indexed, text: { S: 'x'.repeat(1500) } })).toMatchObject({
      CapacityUnits: 4,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 2 } },
    });
    expect(await cost({ ...indexed, text: { S: 'x'.repeat(1500) } })).toMatchObject({ CapacityUnits: 2 });
    expect(await cost({})).toMatchObject({ CapacityUnits: 4 });
  });

  test('a read costs half a unit, a consistent one a whole, per 4 KB', async () => {
    await db.send(put('read-cost', { text: { S: 'x'.repeat(5000) } }));
    const cost = async (ConsistentRead: boolean): Promise<number | undefined> => {
      const command = new GetItemCommand({
        TableName: 'book',
        Key: key('read-cost'),
        ConsistentRead,
        ReturnConsumedCapacity: 'TOTAL',
      });
      return (await db.send(command)).ConsumedCapacity?.CapacityUnits;
    };
    expect([await cost(false), await cost(true)]).toEqual([1, 2]);
  });
});

describe('races', () => {
  test('200 conditional increments at once with a cap of 50 stop at exactly 50', async () => {
    await db.send(put('counter', { n: { N: '0' } }));
    const increment = async (): Promise<boolean> => {
      const update = {
        TableName: 'book',
        Key: key('counter'),
        UpdateExpression: 'ADD n :one',
        ConditionExpression: 'n < :cap',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':cap': { N: '50' } },
      };
      return wasMade(db.send(new UpdateItemCommand(update)));
    };
    const done = await Promise.all(Array.from({ length: 200 }, increment));
    expect(done.filter(Boolean).length).toBe(50);
    expect((await get('counter'))?.['n']).toEqual({ N: '50' });
  });
});
