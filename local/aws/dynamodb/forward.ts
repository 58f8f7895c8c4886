import type { TableResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, listAt, objectsAt, textAt, wordOf } from '../fields.ts';
import type { DynamoDb } from './engine.ts';
import { tableNameOf } from './tables.ts';

/**
 * Another DynamoDB engine (DynamoDB Local, say) behind the same door, named by LOCAL_DYNAMODB_ENDPOINT. Missing tables
 * are made in it; it keeps its items and its TTL itself, so there is nothing to save or to sweep.
 */
export async function openForwardedDynamoDb(
  endpoint: string,
  resources: readonly TableResource[],
): Promise<DynamoDb> {
  const byName = new Map(resources.map(resource => [resource.name, resource]));
  const send = (operation: string, body: Body): Promise<Body> => forward(endpoint, operation, body);
  const existing = new Set(listAt(await send('ListTables', {}), 'TableNames'));
  for (const { name, definition } of resources) {
    const { PointInTimeRecoverySpecification: _, ...plain } = definition;
    if (!existing.has(name))
      await send('CreateTable', { BillingMode: 'PAY_PER_REQUEST', ...plain, TableName: name });
  }
  return {
    handle: async (operation, body) => ({ body: await send(operation, body) }),
    sweep: async () => 0,
    policyOf: arn => byName.get(tableNameOf(arn))?.resourcePolicy,
    keysOf: (name, index) => keysIn(byName.get(name)?.definition ?? {}, index),
    items: async name => objectsAt(await send('Scan', { TableName: name }), 'Items'),
    snapshot: async () => null,
    restore: async () => undefined,
    close: async () => undefined,
  };
}

async function forward(endpoint: string, operation: string, body: Body): Promise<Body> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!isObject(answer)) throw new Error('The DynamoDB endpoint answered no object');
  if (response.ok) return answer;
  const { __type: type, message, Message, ...members } = answer;
  const code = wordOf(type);
  const text = wordOf(message ?? Message);
  throw new AwsError(code.slice(code.indexOf('#') + 1), text, response.status, members);
}

function keysIn(definition: Body, index: string | undefined): readonly string[] {
  const indexes = objectsAt(definition, 'GlobalSecondaryIndexes');
  const found = indexes.find(candidate => candidate['IndexName'] === index) ?? definition;
  return objectsAt(found, 'KeySchema').map(part => textAt(part, 'AttributeName') ?? '');
}
