import { createHash } from 'node:crypto';
import { roleIdOf, roleNameOf } from '../caller.ts';
import type { EventCaller, ManagementEvent } from './management-event.ts';

/** A CloudTrail record: the message of one log event. Rule: CloudTrail User Guide, record contents. */
export type CloudTrailRecord = {
  readonly eventVersion: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: null;
  readonly requestID: string;
  readonly eventID: string;
  readonly resources?: readonly Readonly<Record<string, string>>[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
};

/** Where the name of the call differs from the event's: Lambda's carry the version of its API. */
const eventNames: Readonly<Record<string, string>> = {
  'lambda:UpdateFunctionCode': 'UpdateFunctionCode20150331v2',
  'lambda:UpdateFunctionConfiguration': 'UpdateFunctionConfiguration20150331v2',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3:GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
};

/** The services whose records list resources, and the type these have there. */
const resourceTypes: Readonly<Record<string, string>> = {
  kms: 'AWS::KMS::Key',
  sts: 'AWS::IAM::Role',
  s3: 'AWS::S3::Bucket',
};

/**
 * The record of a call. One that was denied has neither parameters nor resources, as in CloudTrail: only its message
 * names what it was about. IAM is recorded in us-east-1, wherever it is called from (boundary.md A11).
 */
export function recordOf(event: ManagementEvent, region: string): CloudTrailRecord {
  const { caller, error, service } = event;
  const denied = error?.denied === true;
  const parameters = { ...event.parameters, ...namedByArn(event) };
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(caller),
    eventTime: secondOf(event.atMs),
    eventSource: `${service}.amazonaws.com`,
    eventName: eventNames[`${service}:${event.operation}`] ?? event.operation,
    awsRegion: service === 'iam' ? 'us-east-1' : region,
    sourceIPAddress: '127.0.0.1',
    ...(error !== undefined && {
      errorCode: denied ? 'AccessDenied' : error.code,
      errorMessage: error.message,
    }),
    requestParameters: denied || Object.keys(parameters).length === 0 ? null : parameters,
    responseElements: null,
    requestID: event.requestId,
    eventID: eventIdOf(event.requestId),
    ...(denied ? {} : resourcesOf(event)),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.account,
    eventCategory: 'Management',
  };
}

function identityOf(caller: EventCaller): CloudTrailRecord['userIdentity'] {
  return {
    type: 'AssumedRole',
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.account,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleIdOf(caller.roleArn),
        arn: caller.roleArn,
        accountId: caller.account,
        userName: roleNameOf(caller.roleArn),
      },
      attributes: { creationDate: secondOf(caller.issuedAtMs), mfaAuthenticated: 'false' },
      ...(caller.sourceIdentity !== undefined && { sourceIdentity: caller.sourceIdentity }),
    },
  };
}

/** What a call names in its path or host instead of its body. */
function namedByArn({ service, resources }: ManagementEvent): Readonly<Record<string, string>> {
  const [arn] = resources;
  return service === 's3' && arn !== undefined ? { bucketName: arn.slice(arn.lastIndexOf(':') + 1) } : {};
}

function resourcesOf({ service, resources, caller }: ManagementEvent): Pick<CloudTrailRecord, 'resources'> {
  const type = resourceTypes[service];
  const named = resources.filter(arn => arn.startsWith('arn:'));
  if (type === undefined || named.length === 0) return {};
  return { resources: named.map(ARN => ({ accountId: caller.account, type, ARN })) };
}

/** Whole seconds: records have no fractions. */
function secondOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

function eventIdOf(requestId: string): string {
  const hex = createHash('sha256').update(requestId).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
