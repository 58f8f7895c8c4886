import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';

let open: OpenWorld;
let db: DynamoDBClient;

beforeAll(async () => {
  open = await openWorld();
  db = new DynamoDBClient(open.as('operator'));
});
afterAll(() => open.world.close());

const key = (name: string): { pk: { S: string }; sk: { S: string } } => ({ pk: { S: name }, sk: { S: 'x' } });
const get = async (name: string) =>
  (await db.send(new GetItemCommand({ TableName: 'book', Key: key(name), ConsistentRead: true }))).Item;
const put = (name: string, n = '0'): Promise<unknown> =>
  db.send(new PutItemCommand({ TableName: 'book', Item: { ...key(name), n: { N: n } } }));
const putNew = (name: string): TransactWriteItem => ({
  Put: { TableName: 'book', Item: key(name), ConditionExpression: 'attribute_not_exists(pk)' },
});
const increment = (name: string, cap?: string): TransactWriteItem => ({
  Update: {
    TableName: 'book',
    Key: key(name),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' }, ...(cap === undefined ? {} : { ':cap': { N: cap } }) },
    ...(cap === undefined ? {} : { ConditionExpression: 'n < :cap' }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});
const write = (TransactItems: TransactWriteItem[], more: object = {}) =>
  db.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const refusalOf = async (sent: Promise<unknown>): Promise<Record<string, unknown>> =>
  sent.then(
    () => ({}),
    (error: unknown) => error as Record<string, unknown>,
  );
const codes = (refusal: Record<string, unknown>): readonly unknown[] =>
  (refusal['CancellationReasons'] as { Code: string }[]).map(reason => reason.Code);

describe('TransactWriteItems', () => {
  test('writes, updates, deletes and checks together', async () => {
    await Promise.all([put('t-update', '4'), put('t-delete'), put('t-check', '9')]);
    await write([
      putNew('t-new'),
      increment('t-update'),
      { Delete: { TableName: 'book', Key: key('t-delete') } },
      {
        ConditionCheck: {
          TableName: 'book',
          Key: key('t-check'),
          ConditionExpression: 'n = :nine',
          ExpressionAttributeValues: { ':nine': { N: '9' } },
        },
      },
    ]);
    expect(await get('t-new')).toEqual(key('t-new'));
    expect((await get('t-update'))?.['n']).toEqual({ N: '5' });
    expect(await get('t-delete')).toBeUndefined();
    expect(await get('t-check')).toEqual({ ...key('t-check'), n: { N: '9' } });
  });

  test('changes nothing when one condition fails, and says which and what was there', async () => {
    await Promise.all([put('u-one', '1'), put('u-full', '3')]);
    const refusal = await refusalOf(write([increment('u-one'), increment('u-full', '3'), putNew('u-new')]));
    expect(refusal['name']).toBe('TransactionCanceledException');
    expect(refusal['message']).toContain('[None, ConditionalCheckFailed, None]');
    expect(refusal['CancellationReasons']).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...key('u-full'), n: { N: '3' } },
      },
      { Code: 'None' },
    ]);
    expect((await get('u-one'))?.['n']).toEqual({ N: '1' });
    expect(await get('u-new')).toBeUndefined();
  });

  test('an item that does not fit is a reason, a malformed expression refuses the whole', async () => {
    await db.send(new PutItemCommand({ TableName: 'book', Item: { ...key('text'), n: { S: 'seven' } } }));
    const unfit = await refusalOf(write([putNew('w-new'), increment('text')]));
    expect(codes(unfit)).toEqual(['None', 'ValidationError']);
    const bad = { Delete: { TableName: 'book', Key: key('w'), ConditionExpression: 'nonsense ((' } };
    expect(await refusalOf(write([bad]))).toMatchObject({ name: 'ValidationException' });
    expect(await get('w-new')).toBeUndefined();
  });

  test('takes 100 items, not 101, and no item twice', async () => {
    const many = (count: number): TransactWriteItem[] =>
      Array.from({ length: count }, (_, at) => putNew(`hundred-${at}`));
    await write(many(100));
    expect(await get('hundred-99')).toEqual(key('hundred-99'));
    expect(await refusalOf(write(many(101)))).toMatchObject({ name: 'ValidationException' });
    const twice = await refusalOf(write([increment('twice'), increment('twice')]));
    expect(twice['message']).toContain('multiple operations on one item');
  });

  test('costs twice the units, and shows them by table and index', async () => {
    const item = { ...key('cost'), gsi1pk: { S: 'p' }, gsi1sk: { S: 's' } };
    const answer = await write([{ Put: { TableName: 'book', Item: item } }, increment('cost-2')], {
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(answer.ConsumedCapacity).toEqual([
      {
        TableName: 'book',
        CapacityUnits: 5,
        ReadCapacityUnits: 0,
        WriteCapacityUnits: 5,
        Table: { CapacityUnits: 4 },
        GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1 } },
      },
    ]);
    const entry = open.world.trail.list({ operation: 'TransactWriteItems' }).items.findLast(one => one.units);
    expect(entry?.units).toEqual({ read: 0, write: 5 });
  });
});

describe('a client request token', () => {
  test('makes a repeated transaction take effect once, for ten minutes', async () => {
    // A world of its own: once the clock has moved, an SDK client outside it takes an error for clock skew and repeats.
    const later = await openWorld();
    const client = new DynamoDBClient(later.as('operator'));
    const once = (): Promise<unknown> =>
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [increment('token')], ClientRequestToken: 'token-1' }),
      );
    const seen = async (): Promise<unknown> =>
      (await client.send(new GetItemCommand({ TableName: 'book', Key: key('token') }))).Item?.['n'];
    await once();
    await once();
    expect(await seen()).toEqual({ N: '1' });
    later.clock.advance(601);
    await once();
    expect(await seen()).toEqual({ N: '2' });
    await later.world.close();
  });

  test('with another body is refused, and after a failure is free again', async () => {
    await put('token-2', '1');
    const more = { ClientRequestToken: 'token-2' };
    expect(codes(await refusalOf(write([increment('token-2', '1')], more)))).toEqual([
      'ConditionalCheckFailed',
    ]);
    await write([increment('token-2', '5')], more);
    const other = await refusalOf(write([increment('token-2', '6')], more));
    expect(other['name']).toBe('IdempotentParameterMismatchException');
  });

  test('lets the SDK repeat a transaction whose answer was lost, without a second effect', async () => {
    await put('lost', '0');
    open.world.faults.plan({
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      kind: 'lost-reply',
      next: 1,
    });
    const answer = await write([increment('lost')]);
    expect(answer.$metadata.attempts).toBe(2);
    expect((await get('lost'))?.['n']).toEqual({ N: '1' });
  });
});

describe('conflicts', () => {
  test('transactions on one item at the same time are told TransactionConflict, and none is half done', async () => {
    await put('hot', '0');
    const attempts = Array.from({ length: 60 }, (_, at) =>
      refusalOf(write([increment('hot'), putNew(`hot-${at}`)])),
    );
    const refusals = (await Promise.all(attempts)).filter(refusal => 'name' in refusal);
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) expect(codes(refusal)).toEqual(['TransactionConflict', 'None']);
    const made = await Promise.all(Array.from({ length: 60 }, (_, at) => get(`hot-${at}`)));
    expect(made.filter(item => item !== undefined).length).toBe(60 - refusals.length);
    expect((await get('hot'))?.['n']).toEqual({ N: String(60 - refusals.length) });
  });

  test('repeating on conflict ends with every increment made', async () => {
    await put('patient', '0');
    const persist = async (): Promise<void> => {
      for (;;) {
        const refusal = await refusalOf(write([increment('patient', '50')]));
        if (!('name' in refusal) || codes(refusal)[0] === 'ConditionalCheckFailed') return;
        await new Promise(resolve => setTimeout(resolve, Math.random() * 20));
      }
    };
    await Promise.all(Array.from({ length: 80 }, persist));
    expect((await get('patient'))?.['n']).toEqual({ N: '50' });
  });

  test('a single write meets TransactionConflictException or is counted, never lost', async () => {
    await put('mixed', '0');
    const single = (): Promise<Record<string, unknown>> =>
      refusalOf(db.send(new UpdateItemCommand({ TableName: 'book', ...increment('mixed').Update } as never)));
    const all = Array.from({ length: 80 }, (_, at) =>
      at % 2 === 0 ? single() : refusalOf(write([increment('mixed')])),
    );
    const refusals = (await Promise.all(all)).filter(refusal => 'name' in refusal);
    for (const refusal of refusals) {
      expect(['TransactionConflictException', 'TransactionCanceledException']).toContain(refusal['name']);
    }
    expect((await get('mixed'))?.['n']).toEqual({ N: String(80 - refusals.length) });
  });

  test('an item that a transaction holds cannot be written alone or read in a transaction, only read alone', async () => {
    await put('held', '1');
    const handle = (operation: string, body: object): Promise<unknown> =>
      open.world.dynamodb.handle(
        operation,
        { ...body },
        { session: undefined as never, nowMs: 0, requestId: '' },
      );
    const running = handle('TransactWriteItems', { TransactItems: [increment('held')] });
    const item = { TableName: 'book', Key: key('held') };
    const [alone, together, plain] = await Promise.all([
      refusalOf(handle('DeleteItem', item)),
      refusalOf(handle('TransactGetItems', { TransactItems: [{ Get: item }] })),
      handle('GetItem', item),
    ]);
    expect(alone).toMatchObject({ code: 'TransactionConflictException' });
    expect(together).toMatchObject({ members: { CancellationReasons: [{ Code: 'TransactionConflict' }] } });
    expect(plain).toMatchObject({ body: { Item: key('held') } });
    await running;
    expect(await get('held')).toEqual({ ...key('held'), n: { N: '2' } });
  });

  test('a planted conflict names the first item', async () => {
    open.world.faults.plan({
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      kind: 'conflict',
      next: 1,
    });
    const refusal = await refusalOf(write([putNew('planted'), putNew('planted-2')]));
    expect(codes(refusal)).toEqual(['TransactionConflict', 'None']);
    expect(await get('planted')).toBeUndefined();
  });
});

describe('TransactGetItems', () => {
  test('reads several items, with projections, at twice the units', async () => {
    await Promise.all([put('r-one', '1'), put('r-two', '2')]);
    const answer = await db.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { TableName: 'book', Key: key('r-one') } },
          { Get: { TableName: 'book', Key: key('r-none') } },
          { Get: { TableName: 'book', Key: key('r-two'), ProjectionExpression: 'n' } },
        ],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(answer.Responses).toEqual([
      { Item: { ...key('r-one'), n: { N: '1' } } },
      {},
      { Item: { n: { N: '2' } } },
    ]);
    expect(answer.ConsumedCapacity?.[0]?.CapacityUnits).toBe(6);
  });

  test('never sees half of a transaction', async () => {
    await Promise.all([put('left', '0'), put('right', '0')]);
    const pair = {
      TransactItems: ['left', 'right'].map(name => ({ Get: { TableName: 'book', Key: key(name) } })),
    };
    const finished = new AbortController();
    const writer = (async () => {
      for (let at = 0; at < 40; at++) await refusalOf(write([increment('left'), increment('right')]));
      finished.abort();
    })();
    let looks = 0;
    while (!finished.signal.aborted) {
      const answer = await db.send(new TransactGetItemsCommand(pair)).catch(() => undefined);
      if (answer === undefined) continue;
      const [left, right] = answer.Responses ?? [];
      expect(left?.Item?.['n']).toEqual(right?.Item?.['n']);
      looks += 1;
    }
    await writer;
    expect(looks).toBeGreaterThan(3);
    expect((await get('left'))?.['n']).toEqual({ N: '40' });
  });
});
