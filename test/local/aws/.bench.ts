import { openWorld } from './open-world.ts';
import {
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
const w = await openWorld();
const db = new DynamoDBClient(w.as('operator'));
const time = async (name: string, n: number, par: number, f: (i: number) => Promise<unknown>) => {
  let i = 0;
  const t = performance.now();
  await Promise.all(
    Array.from({ length: par }, async () => {
      while (i < n) await f(i++);
    }),
  );
  const ms = performance.now() - t;
  console.log(name, ((n / ms) * 1000).toFixed(0) + '/s', (ms / n).toFixed(2) + ' ms each');
};
const items = (i: number) =>
  Array.from({ length: 6 }, (_, k) => ({
    Update: {
      TableName: 'book',
      Key: { pk: { S: `v${i}` }, sk: { S: `k${k}` } },
      UpdateExpression: 'SET a = :a',
      ConditionExpression: 'attribute_not_exists(a)',
      ExpressionAttributeValues: { ':a': { S: 'x' } },
    },
  }));
await time('put serial', 500, 1, i =>
  db.send(new PutItemCommand({ TableName: 'book', Item: { pk: { S: 'a' + i }, sk: { S: 'b' } } })),
);
await time('put 50 par', 2000, 50, i =>
  db.send(new PutItemCommand({ TableName: 'book', Item: { pk: { S: 'a' + i }, sk: { S: 'b' } } })),
);
await time('get serial', 500, 1, i =>
  db.send(new GetItemCommand({ TableName: 'book', Key: { pk: { S: 'a' + i }, sk: { S: 'b' } } })),
);
await time('tx6 serial', 300, 1, i => db.send(new TransactWriteItemsCommand({ TransactItems: items(i) })));
await time('tx6 50 par', 1000, 50, i =>
  db.send(new TransactWriteItemsCommand({ TransactItems: items(i + 1000) })),
);
const call = { session: undefined as never, nowMs: 0, requestId: '' };
await time('engine tx6 50 par', 1000, 50, i =>
  w.world.dynamodb.handle('TransactWriteItems', { TransactItems: items(i + 5000) }, call),
);
await time('engine put', 3000, 50, i =>
  w.world.dynamodb.handle(
    'PutItem',
    { TableName: 'book', Item: { pk: { S: 'a' + i }, sk: { S: 'b' } } },
    call,
  ),
);
console.log(process.memoryUsage().rss / 1e6);
await w.world.close();
