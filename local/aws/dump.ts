import { gunzipSync } from 'node:zlib';
import type { DynamoDb } from './dynamodb/engine.ts';
import type { Queues } from './sqs/queues.ts';
import type { S3 } from './s3/engine.ts';
import type { Secrets } from './secrets/engine.ts';

/** Every table item, bucket object and queue message as text, and the names of secrets, for leak scans. Never the carrier's inbox. */
export async function dumpWorld(
  tables: readonly { readonly name: string }[],
  parts: {
    readonly dynamodb: DynamoDb;
    readonly s3: S3;
    readonly queues: Queues;
    readonly secrets: Secrets;
  },
): Promise<string> {
  const lines: string[] = [];
  for (const { name } of tables) {
    for (const item of await parts.dynamodb.items(name)) lines.push(`table ${name} ${JSON.stringify(item)}`);
  }
  for (const { bucket, key, version } of parts.s3.versions()) {
    const { id, stored, content } = version;
    lines.push(`bucket ${bucket} ${key} ${id} ${JSON.stringify(stored)} ${textOf(content)}`);
  }
  for (const queue of parts.queues.all()) {
    for (const { body, attributes } of queue.messages) {
      lines.push(`queue ${queue.resource.name} ${body} ${JSON.stringify(attributes)}`);
    }
  }
  for (const name of parts.secrets.names()) lines.push(`secret ${name}`);
  return lines.join('\n');
}

/** What was packed with gzip is shown unpacked: a scan must see through it. */
function textOf(content: Buffer): string {
  const packed = content[0] === 0x1f && content[1] === 0x8b;
  try {
    return (packed ? gunzipSync(content) : content).toString('utf8');
  } catch {
    return content.toString('utf8');
  }
}
