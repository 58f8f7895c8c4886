import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { PolledQueue, ReceivedMessage } from './queue-poller.ts';

/** How to reach a queue over the local AWS endpoint, with the keys of the function that it feeds. */
export type QueueAccess = {
  readonly queueUrl: string;
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  /** How many messages could be received now. */
  readonly visible: () => number;
};

/** A queue read with the function's own role, so that a missing sqs permission shows here and not in the account. */
export function openQueue(access: QueueAccess): PolledQueue & { close(): void } {
  const client = new SQSClient({
    region: access.region,
    endpoint: access.endpoint,
    credentials: access.credentials,
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  const QueueUrl = access.queueUrl;
  return {
    visible: access.visible,
    receive: async atMost => {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(atMost, 10),
        MessageSystemAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      });
      return ((await client.send(command)).Messages ?? []).map(readMessage);
    },
    remove: async messages => {
      const Entries = messages.map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.receiptHandle,
      }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    },
    close: () => client.destroy(),
  };
}

function readMessage(message: Message): ReceivedMessage {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    md5OfBody: message.MD5OfBody ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
      ...message.Attributes,
    },
  };
}
