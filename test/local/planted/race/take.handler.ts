import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
const TableName = process.env['TABLE'];

/**
 * A planted bug: it reads whether the ticket is taken and then takes it without a condition. Asked to be `late`, it
 * makes its call after the answer, when Lambda would be frozen.
 */
export async function handler(event: { readonly queryStringParameters?: { readonly late?: string } }) {
  if (event.queryStringParameters?.late !== undefined) {
    setTimeout(() => void client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'late' } } })), 50);
    return { statusCode: 202 };
  }
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'ticket' } } }));
  if (Item !== undefined) {
    return { statusCode: 409 };
  }
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'ticket' } } }));
  return { statusCode: 201 };
}
