import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import type { Handover, TextSender } from '../domain/message.ts';
import { awsTimeouts } from './dynamo.ts';

/** Refusals that name the number itself; sending to it again would be refused again. */
const aboutTheNumber = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'OptedOut',
  'OptedOutException',
]);
const throttles = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'Throttled',
  'TooManyRequestsException',
]);

/** What an error says about the message: a 4xx is a definite refusal, anything else leaves us in doubt. */
function whatHappened(error: unknown): Handover {
  const status = error instanceof SNSServiceException ? (error.$metadata.httpStatusCode ?? 500) : 500;
  if (!(error instanceof SNSServiceException) || status >= 500) return { kind: 'unknown' };
  if (throttles.has(error.name)) return { kind: 'refused', why: 'throttled' };
  return { kind: 'refused', why: aboutTheNumber.has(error.name) ? 'number' : 'account' };
}

/** `maxAttempts: 1`: the SDK's own retry after a lost reply would send the SMS again (security.md §0.1). */
const makeSnsClient = () =>
  new SNSClient({ maxAttempts: 1, requestHandler: { ...awsTimeouts, requestTimeout: 8000 } });

/** Hands texts to SNS, one Publish each. `senderId` may be empty: Japan's carriers show a short code instead. */
export function makeTextSender(senderId: string, client = makeSnsClient()): TextSender {
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return {
    send: async (to, body, kind) => {
      try {
        const { MessageId: messageId } = await client.send(
          new PublishCommand({
            PhoneNumber: to.reveal(),
            Message: body,
            MessageAttributes: {
              'AWS.SNS.SMS.SMSType': text(kind === 'code' ? 'Transactional' : 'Promotional'),
              ...(senderId === '' ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
            },
          }),
        );
        return messageId === undefined ? { kind: 'unknown' } : { kind: 'taken', messageId };
      } catch (error) {
        return whatHappened(error);
      }
    },
  };
}
