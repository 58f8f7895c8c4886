import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LaneOrders } from '../domain/pulse.ts';
import { awsTimeouts } from './dynamo.ts';

/** Puts orders into the lanes' queue: ids and counts only. */
export function makeLaneOrders(queueUrl: string): LaneOrders {
  const client = new SQSClient({ requestHandler: awsTimeouts, useQueueUrlAsEndpoint: false });
  return {
    send: async order => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(order) }));
    },
  };
}
