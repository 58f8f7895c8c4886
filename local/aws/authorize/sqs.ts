import type { Body } from '../engine.ts';
import { textAt } from '../fields.ts';
import type { AccessReader } from './access.ts';

/** SQS permissions on the queue; the batch forms need the permission of the single one. */
export function makeSqsAccessReader(arnPrefix: string): AccessReader {
  return (operation, body: Body) => {
    const name = textAt(body, 'QueueName') ?? textAt(body, 'QueueUrl') ?? '';
    const resource = operation === 'ListQueues' ? '*' : arnPrefix + name.slice(name.lastIndexOf('/') + 1);
    return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource, context: {} }];
  };
}
