import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, objectsAt, textAt } from '../fields.ts';
import { tableNameOf } from '../dynamodb/tables.ts';
import { contextOf, type Access, type AccessReader } from './access.ts';
import { attributesNamed, leadingKeys } from './dynamodb-items.ts';

/** Where the reader learns a table's ARN prefix and the hash key of a table or index. */
export type TableLookup = {
  readonly arnPrefix: string;
  hashKeyOf(table: string, index?: string): string | undefined;
};

const insideTransaction: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** DynamoDB permissions: a transaction needs each item's own, a batch one per table, a query the index's ARN. */
export function makeDynamoDbAccessReader(lookup: TableLookup): AccessReader {
  return (operation, body) => {
    if (operation.startsWith('Transact')) return transactionAccesses(lookup, operation, body);
    if (operation.startsWith('Batch')) return batchAccesses(lookup, operation, body);
    if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*', context: {} }];
    return [itemAccess(lookup, operation, body)];
  };
}

function transactionAccesses(lookup: TableLookup, operation: string, body: Body): readonly Access[] {
  const items = objectsAt(body, 'TransactItems').slice(0, 100);
  return items.flatMap(item =>
    Object.entries(item).flatMap(([kind, member]) => {
      const verb = insideTransaction[kind];
      if (verb === undefined || !isObject(member)) return [];
      const request = { ...member, ReturnConsumedCapacity: body['ReturnConsumedCapacity'] };
      return [itemAccess(lookup, verb, request, { 'dynamodb:EnclosingOperation': operation })];
    }),
  );
}

function batchAccesses(lookup: TableLookup, operation: string, body: Body): readonly Access[] {
  const tables = isObject(body['RequestItems']) ? body['RequestItems'] : {};
  return Object.entries(tables).map(([name, asked]) => {
    const members = isObject(asked)
      ? objectsAt(asked, 'Keys').map(Key => ({ ...asked, Key }))
      : objectsAt(tables, name).flatMap(member => Object.values(member).filter(isObject));
    const hashKey = lookup.hashKeyOf(tableNameOf(name));
    return {
      action: `dynamodb:${operation}`,
      resource: arnOf(lookup, name),
      context: contextOf({
        'dynamodb:LeadingKeys': unique(members.flatMap(member => leadingKeys(member, hashKey))),
        'dynamodb:Attributes': unique(members.flatMap(attributesNamed)),
        'dynamodb:ReturnConsumedCapacity': textAt(body, 'ReturnConsumedCapacity'),
      }),
    };
  });
}

function itemAccess(
  lookup: TableLookup,
  verb: string,
  body: Body,
  extra: Record<string, string> = {},
): Access {
  const name = textAt(body, 'TableName') ?? textAt(body, 'ResourceArn');
  if (name === undefined) throw new AwsError('ValidationException', "The parameter 'TableName' is required");
  const index = textAt(body, 'IndexName');
  const hashKey = lookup.hashKeyOf(tableNameOf(name), index);
  return {
    action: `dynamodb:${verb}`,
    resource: index === undefined ? arnOf(lookup, name) : `${arnOf(lookup, name)}/index/${index}`,
    context: contextOf({
      'dynamodb:LeadingKeys': leadingKeys(body, hashKey),
      'dynamodb:Attributes': attributesNamed(body),
      'dynamodb:ReturnValues': textAt(body, 'ReturnValues'),
      'dynamodb:Select': textAt(body, 'Select'),
      'dynamodb:ReturnConsumedCapacity': textAt(body, 'ReturnConsumedCapacity'),
      ...extra,
    }),
  };
}

function arnOf(lookup: TableLookup, nameOrArn: string): string {
  return lookup.arnPrefix + tableNameOf(nameOrArn);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
