import {
  CheckIfPhoneNumberIsOptedOutCommand,
  GetSMSAttributesCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';

let open: OpenWorld;
let sns: SNSClient;
beforeAll(async () => {
  open = await openWorld();
  sns = new SNSClient({ ...open.as('operator'), maxAttempts: 1 });
});
beforeEach(() => open.world.carrier.reset());
afterAll(() => open.world.close());

const publish = (PhoneNumber: string, Message = 'hello'): Promise<unknown> =>
  sns.send(new PublishCommand({ PhoneNumber, Message }));

test('a published SMS is in the phone as it was written, at the local time', async () => {
  open.clock.advance(3600);
  const body = 'もぎり: <b>50%</b> & more\n@example.jp #123456';
  const { MessageId } = (await publish('+819012345678', body)) as { MessageId: string };
  await publish('+818011112222');
  const [message, ...rest] = open.world.carrier.messages('+819012345678');
  expect(message).toMatchObject({ to: '+819012345678', body, messageId: MessageId });
  expect(Math.abs(Date.parse(message?.at ?? '') - open.clock.now())).toBeLessThan(5000);
  expect(rest).toEqual([]);
  expect(open.world.carrier.messages()).toHaveLength(2);
});

test('the sender id is kept', async () => {
  const MessageAttributes = { 'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'MOGIRI' } };
  await sns.send(new PublishCommand({ PhoneNumber: '+819012345678', Message: 'hi', MessageAttributes }));
  expect(open.world.carrier.messages()[0]?.senderId).toBe('MOGIRI');
});

test.each([['090-1234-5678'], ['+0123'], ['+819099990001']])(
  'a number like %s is invalid, and is not repeated in the refusal',
  async number => {
    const refusal = await publish(number).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'InvalidParameterException' });
    expect((refusal as Error).message).not.toContain(number);
    expect(open.world.carrier.messages()).toEqual([]);
  },
);

test('an empty or overlong message is refused', async () => {
  await expect(publish('+819012345678', 'x'.repeat(1601))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(publish('+819012345678', '')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('the test numbers answer as they are documented to', async () => {
  await expect(publish('+819099990003')).rejects.toMatchObject({ name: 'Throttling' });
  await expect(publish('+819099990005')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  expect(await publish('+819099990004')).toMatchObject({ MessageId: expect.any(String) });
  expect(open.world.carrier.messages()).toEqual([]);
});

test('a number that opted out receives nothing until it opts in', async () => {
  const phoneNumber = '+819099990002';
  const isOut = async (): Promise<unknown> =>
    (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut;
  expect(await isOut()).toBe(true);
  expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).toEqual([phoneNumber]);
  expect(await publish(phoneNumber)).toMatchObject({ MessageId: expect.any(String) });
  expect(open.world.carrier.messages()).toEqual([]);
  await sns.send(new OptInPhoneNumberCommand({ phoneNumber }));
  await publish(phoneNumber);
  expect(await isOut()).toBe(false);
  expect(open.world.carrier.messages(phoneNumber)).toHaveLength(1);
});

test('SMS attributes are kept', async () => {
  await sns.send(
    new SetSMSAttributesCommand({ attributes: { MonthlySpendLimit: '50', DefaultSenderID: 'MOGIRI' } }),
  );
  const { attributes } = await sns.send(new GetSMSAttributesCommand({}));
  expect(attributes).toEqual({
    DefaultSMSType: 'Transactional',
    MonthlySpendLimit: '50',
    DefaultSenderID: 'MOGIRI',
  });
});
