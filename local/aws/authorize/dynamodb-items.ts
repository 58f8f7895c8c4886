import type { Body } from '../engine.ts';
import { isObject, objectAt, textAt } from '../fields.ts';

/** The values of dynamodb:LeadingKeys: the hash key value an item, key or key condition names. */
export function leadingKeys(body: Body, hashKey: string | undefined): readonly string[] {
  if (hashKey === undefined) return [];
  const named = objectAt(body, 'Item')[hashKey] ?? objectAt(body, 'Key')[hashKey];
  const value = scalarOf(named ?? valueInCondition(body, hashKey));
  return value === undefined ? [] : [value];
}

/** The values of dynamodb:Attributes: every top-level attribute a request names, in items, keys and expressions. */
export function attributesNamed(body: Body): readonly string[] {
  const names = objectAt(body, 'ExpressionAttributeNames');
  const written = expressionFields.flatMap(field => attributesIn(textAt(body, field) ?? '', names));
  const keys = [...Object.keys(objectAt(body, 'Item')), ...Object.keys(objectAt(body, 'Key'))];
  return [...new Set([...keys, ...written])];
}

const expressionFields = [
  'ConditionExpression',
  'UpdateExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
];

const words = new Set(
  'set remove add delete and or not between in size begins_with contains attribute_exists attribute_not_exists attribute_type if_not_exists list_append'.split(
    ' ',
  ),
);

function attributesIn(expression: string, names: Body): readonly string[] {
  const tokens = expression.match(/[:#]?[A-Za-z_][A-Za-z0-9_]*(?:[.[][^\s,()=<>+]*)?/g) ?? [];
  return tokens
    .filter(token => !token.startsWith(':') && !words.has(token.toLowerCase()))
    .map(token => token.split(/[.[]/)[0] ?? token)
    .map(token => (token.startsWith('#') ? (textAt(names, token) ?? token) : token));
}

function valueInCondition(body: Body, hashKey: string): unknown {
  const names = objectAt(body, 'ExpressionAttributeNames');
  const values = objectAt(body, 'ExpressionAttributeValues');
  const condition = textAt(body, 'KeyConditionExpression') ?? '';
  for (const [, name = '', placeholder = ''] of condition.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((names[name] ?? name) === hashKey) return values[placeholder];
  }
  return undefined;
}

function scalarOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const scalar = value['S'] ?? value['N'] ?? value['B'];
  return typeof scalar === 'string' ? scalar : undefined;
}
