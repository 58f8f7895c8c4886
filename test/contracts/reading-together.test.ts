import { BatchGetItemCommand, GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDynamo, type Item } from '../../lambdas/aws/dynamo.ts';
import { readingTogether } from '../../lambdas/aws/reading-together.ts';
import { openUnguardedTables, type OpenedTables } from './open-tables.ts';

let tables: OpenedTables;

beforeAll(async () => {
  tables = await openUnguardedTables();
});

afterAll(() => tables.close());

const at = (name: string): Item => ({ pk: name, sk: 'x' });

/** A Dynamo that answers every batch with `answers` in turn, and what it was asked. */
function answering(answers: readonly (Error | { Responses?: object; UnprocessedKeys?: object })[]) {
  const asked: string[] = [];
  const left = [...answers];
  const send = async (command: unknown) => {
    const batch = command instanceof BatchGetItemCommand;
    asked.push(batch ? JSON.stringify(command.input.RequestItems) : 'GetItem');
    if (command instanceof GetItemCommand) return { Item: marshall({ ...at('alone'), of: 'one' }) };
    const answer = left.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
  return { dynamo: readingTogether(makeDynamo(client)), asked };
}

test('what is read at one moment is one call, over tables and in any number, and each hears of its own', async () => {
  const { dynamo, book, gate } = tables;
  for (let number = 0; number < 120; number += 1) await dynamo.put(book, { ...at(`b${number}`), number });
  await dynamo.put(gate, { pk: 'b1', sk: 'no key here', of: 'gate' });
  let [batches, gets] = [0, 0];
  const counted = readingTogether({
    ...dynamo,
    get: (...call) => ((gets += 1), dynamo.get(...call)),
    getAll: places => ((batches += 1), dynamo.getAll(places)),
  });
  const numbers = Array.from({ length: 120 }, (_, number) => number);
  const reads = [
    ...numbers.map(number => counted.get(book, at(`b${number}`))),
    counted.get(gate, { pk: 'b1' }),
    counted.get(book, at('nothing')),
    counted.get(book, at('b7')),
  ];
  const found = await Promise.all(reads);
  expect(found.slice(0, 120).map(item => item?.['number'])).toEqual(numbers);
  expect(found.slice(120)).toEqual([
    { pk: 'b1', sk: 'no key here', of: 'gate' },
    undefined,
    { ...at('b7'), number: 7 },
  ]);
  expect([batches, gets]).toEqual([2, 0]);
  expect(await counted.get(book, at('b3'))).toMatchObject({ number: 3 });
  await Promise.all([counted.get(book, at('b3'), false), counted.get(book, at('b4'), false)]);
  expect([batches, gets]).toEqual([2, 3]);
});

test('it reads consistently, and an item that two want is asked for once', async () => {
  const one = marshall({ ...at('one'), n: 1 });
  const { dynamo, asked } = answering([{ Responses: { book: [one] } }]);
  const both = await Promise.all([dynamo.get('book', at('one')), dynamo.get('book', at('one'))]);
  expect(both).toEqual([
    { ...at('one'), n: 1 },
    { ...at('one'), n: 1 },
  ]);
  expect(asked).toEqual([JSON.stringify({ book: { Keys: [marshall(at('one'))], ConsistentRead: true } })]);
});

test('what is left out of an answer is asked for again, and only that', async () => {
  const [one, two] = [marshall({ ...at('one'), n: 1 }), marshall({ ...at('two'), n: 2 })];
  const rest = { book: { Keys: [marshall(at('two'))], ConsistentRead: true } };
  const { dynamo, asked } = answering([
    { Responses: { book: [one] }, UnprocessedKeys: rest },
    { UnprocessedKeys: rest },
    { Responses: { book: [two] } },
  ]);
  const found = await Promise.all([dynamo.get('book', at('one')), dynamo.get('book', at('two'))]);
  expect(found.map(item => item?.['n'])).toEqual([1, 2]);
  expect(asked.slice(1)).toEqual([JSON.stringify(rest), JSON.stringify(rest)]);
});

test('a call that fails fails for everybody who read by it, and nobody else', async () => {
  const { dynamo } = answering([new Error('throttled'), { Responses: {} }]);
  const failed = await Promise.allSettled([dynamo.get('book', at('one')), dynamo.get('book', at('two'))]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await dynamo.get('book', at('alone'))).toMatchObject({ of: 'one' });
});
