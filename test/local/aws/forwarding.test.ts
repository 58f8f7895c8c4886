import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';

const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
const elsewhere = dynalite({ createTableMs: 0 });
let open: OpenWorld;

beforeAll(async () => {
  await new Promise<void>(resolve => {
    elsewhere.listen(0, '127.0.0.1', resolve);
  });
  process.env['LOCAL_DYNAMODB_ENDPOINT'] = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  open = await openWorld();
});
afterAll(async () => {
  delete process.env['LOCAL_DYNAMODB_ENDPOINT'];
  await open.world.close();
  await new Promise(resolve => {
    elsewhere.close(resolve);
  });
});

const item = { pk: { S: 'a' }, sk: { S: 'x' }, n: { N: '1' } };
const key = { pk: item.pk, sk: item.sk };

test('another DynamoDB engine stands behind the same door, with its tables made and its refusals passed on', async () => {
  const db = new DynamoDBClient(open.as('operator'));
  await db.send(new PutItemCommand({ TableName: 'book', Item: item }));
  expect((await db.send(new GetItemCommand({ TableName: 'book', Key: key }))).Item).toEqual(item);
  const again = new PutItemCommand({
    TableName: 'book',
    Item: item,
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await expect(db.send(again)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  expect(await open.world.dump()).toMatch(/table book .*"n"/);
});

test('the door still asks the policies and writes the trail', async () => {
  const db = new DynamoDBClient(open.as('verify'));
  const read = db.send(new GetItemCommand({ TableName: 'book', Key: key }));
  await expect(read).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(open.world.trail.list().items.at(-1)).toMatchObject({
    action: 'dynamodb:GetItem',
    decision: 'Deny',
  });
});
