import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A queue's names and the time its worker may take, in seconds. */
export type WorkQueueProps = {
  readonly queueName: string;
  readonly deadQueueName: string;
  readonly workerTimeoutSeconds: number;
};

/**
 * A queue, the place for what failed five times, and the mapping to its worker. The visibility timeout is six times
 * the worker's, as AWS asks; messages hold ids only.
 */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly dead: sqs.Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const guarded = {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.dead = new sqs.Queue(this, 'Dead', {
      ...guarded,
      queueName: props.deadQueueName,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new sqs.Queue(this, 'Queue', {
      ...guarded,
      queueName: props.queueName,
      visibilityTimeout: Duration.seconds(6 * props.workerTimeoutSeconds),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
    });
  }

  /**
   * Feeds the worker one message at a time. The mapping is written raw: the usual construct would grant the worker's
   * role its rights here, in a later stack than the role's own (boundary.md A6).
   */
  feed(worker: lambda.IFunction, maxConcurrency: number): lambda.EventSourceMapping {
    return new lambda.EventSourceMapping(this, 'Feed', {
      target: worker,
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
