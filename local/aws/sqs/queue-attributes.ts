import { counts, type Queue } from './queue.ts';

/** The attributes GetQueueAttributes can show, as SQS words them. */
export function queueAttributes(queue: Queue, nowMs: number): Record<string, string> {
  const { visible, inFlight, delayed } = counts(queue, nowMs);
  const { resource } = queue;
  return {
    QueueArn: resource.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(resource.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(resource.retentionSeconds),
    ...(resource.deadLetter === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: resource.deadLetter.arn,
            maxReceiveCount: resource.deadLetter.maxReceiveCount,
          }),
        }),
    ...(resource.resourcePolicy === undefined ? {} : { Policy: JSON.stringify(resource.resourcePolicy) }),
  };
}
