import { randomUUID } from 'node:crypto';
import type { Carrier, PhoneMessage } from './carrier.ts';
import { AwsError } from './aws-error.ts';
import type { Body, Call, Engine } from './engine.ts';
import { requiredText, textAt } from './fields.ts';
import { formPairs } from './wire/form.ts';

/** What SNS does with a phone number for SMS. */
type Outcome = 'delivered' | 'invalid' | 'opted-out' | 'throttled' | 'silent' | 'failing';

/**
 * Numbers whose outcome is fixed, so that every answer of the carrier can be met without planting a fault:
 * …0001 is refused as invalid, …0002 has opted out (SNS takes the message, the phone never gets it), …0003 is throttled
 * at every attempt, …0004 is taken and never arrives, …0005 fails with a 500.
 */
export const testNumbers: Readonly<Record<string, Outcome>> = {
  '+819099990001': 'invalid',
  '+819099990002': 'opted-out',
  '+819099990003': 'throttled',
  '+819099990004': 'silent',
  '+819099990005': 'failing',
};

const defaultAttributes = { DefaultSMSType: 'Transactional', MonthlySpendLimit: '1' };

type SmsState = { optedOut: Set<string>; attributes: Record<string, string> };
type Operation = (state: SmsState, body: Body, call: Call, carrier: Carrier) => Body;

const operations: Readonly<Record<string, Operation>> = {
  Publish: (state, body, call, carrier) => publish(carrier, state.optedOut, body, call),
  CheckIfPhoneNumberIsOptedOut: ({ optedOut }, body) => ({
    isOptedOut: optedOut.has(requiredText(body, 'phoneNumber')),
  }),
  ListPhoneNumbersOptedOut: ({ optedOut }) => ({ phoneNumbers: [...optedOut] }),
  OptInPhoneNumber: ({ optedOut }, body) => {
    optedOut.delete(requiredText(body, 'phoneNumber'));
    return {};
  },
  GetSMSAttributes: ({ attributes }) => ({
    attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) },
  }),
  SetSMSAttributes: (state, body) => {
    state.attributes = { ...state.attributes, ...formPairs(body, 'attributes.entry', 'key', 'value') };
    return {};
  },
  GetSMSSandboxAccountStatus: () => ({ IsInSandbox: false }),
};

/** SNS for SMS: publish to a phone number, opt-outs, SMS attributes. Topics do not exist here. */
export function makeSns(carrier: Carrier): Engine {
  const optedOut = new Set(Object.keys(testNumbers).filter(number => testNumbers[number] === 'opted-out'));
  const state: SmsState = { optedOut, attributes: { ...defaultAttributes } };
  return {
    handle: async (operation, body, call) => {
      const run = operations[operation];
      if (run === undefined) throw new AwsError('InvalidAction', 'Not an operation of the local SNS');
      return { body: run(state, body, call, carrier) };
    },
    snapshot: async () => ({ ...state, optedOut: [...state.optedOut], inbox: carrier.messages() }),
    restore: async saved => {
      const { optedOut: out, attributes, inbox } = saved as SavedSms;
      Object.assign(state, { optedOut: new Set(out), attributes });
      carrier.restore(inbox);
    },
  };
}

type SavedSms = {
  readonly optedOut: readonly string[];
  readonly attributes: Record<string, string>;
  readonly inbox: readonly PhoneMessage[];
};

function publish(carrier: Carrier, optedOut: ReadonlySet<string>, body: Body, call: Call): Body {
  const to = textAt(body, 'PhoneNumber');
  if (to === undefined)
    throw new AwsError('InvalidParameter', 'Invalid parameter: TopicArn is not a topic here');
  const message = textAt(body, 'Message') ?? '';
  if (message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  if (message.length > 1600) throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  const outcome = /^\+[1-9]\d{6,14}$/.test(to) ? (testNumbers[to] ?? 'delivered') : 'invalid';
  refuse(outcome);
  const messageId = randomUUID();
  if (outcome !== 'silent' && !optedOut.has(to)) {
    const senderId = formPairs(body, 'MessageAttributes.entry', 'Name', 'Value.StringValue')[
      'AWS.SNS.SMS.SenderID'
    ];
    const at = new Date(call.nowMs).toISOString();
    carrier.deliver({ to, body: message, at, messageId, ...(senderId === undefined ? {} : { senderId }) });
  }
  return { MessageId: messageId };
}

function refuse(outcome: Outcome): void {
  if (outcome === 'invalid') {
    throw new AwsError(
      'InvalidParameter',
      'Invalid parameter: PhoneNumber Reason: it is not valid to publish to',
    );
  }
  if (outcome === 'throttled') throw new AwsError('Throttling', 'Rate exceeded', 400);
  if (outcome === 'failing') throw new AwsError('InternalError', 'The service failed', 500);
}
