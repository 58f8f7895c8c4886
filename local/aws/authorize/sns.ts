import type { Body } from '../engine.ts';
import { textAt } from '../fields.ts';
import type { Access } from './access.ts';

/**
 * Publishing to a phone number has no topic ARN; `*` stands for it, so that no number reaches a decision or the trail.
 * `NotResource arn:aws:sns:*:*:*` and `*` admit it, a topic ARN does not, as in AWS.
 */
export function snsAccesses(operation: string, body: Body): readonly Access[] {
  const resource = textAt(body, 'TopicArn') ?? textAt(body, 'TargetArn') ?? '*';
  return [{ action: `sns:${actionNames[operation] ?? operation}`, resource, context: {} }];
}

const actionNames: Readonly<Record<string, string>> = {
  PublishBatch: 'Publish',
};
