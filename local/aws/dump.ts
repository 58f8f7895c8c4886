import type { DynamoDb } from './dynamodb/engine.ts';
import type { Queues } from './sqs/queues.ts';
import type { Secrets } from './secrets/engine.ts';

/** Every table item and queue message as text, and the names of secrets, for leak scans. Never the carrier's inbox. */
export async function dumpWorld(
  tables: readonly { readonly name: string }[],
  parts: { readonly dynamodb: DynamoDb; readonly queues: Queues; readonly secrets: Secrets },
): Promise<string> {
  const lines: string[] = [];
  for (const { name } of tables) {
    for (const item of await parts.dynamodb.items(name)) lines.push(`table ${name} ${JSON.stringify(item)}`);
  }
  for (const queue of parts.queues.all()) {
    for (const { body, attributes } of queue.messages) {
      lines.push(`queue ${queue.resource.name} ${body} ${JSON.stringify(attributes)}`);
    }
  }
  for (const name of parts.secrets.names()) lines.push(`secret ${name}`);
  return lines.join('\n');
}
