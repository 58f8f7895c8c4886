import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
const TableName = process.env['TABLE'];

type Wish = { readonly late?: string; readonly ticket?: string };

/**
 * A planted bug: it reads whether the ticket is taken and then takes it without a condition. Asked to be `late`, it
 * makes its call after the answer, when Lambda would be frozen.
 */
export async function handler(event: { readonly queryStringParameters?: Wish }) {
  const { late, ticket = 'any' } = event.queryStringParameters ?? {};
  const pk = { S: ticket };
  if (late !== undefined) {
    setTimeout(() => void client.send(new GetItemCommand({ TableName, Key: { pk } })), 50);
    return { statusCode: 202 };
  }
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk } }));
  if (Item !== undefined) {
    return { statusCode: 409 };
  }
  await client.send(new PutItemCommand({ TableName, Item: { pk } }));
  return { statusCode: 201 };
}
