import type { Line } from './second-reader.ts';

/** The account and region of records, as the local system has them. */
export const account = '000000000000';
/** The region of records, except IAM's, which are always recorded in us-east-1. */
export const region = 'ap-northeast-1';

/** Who called: the userIdentity of a record, and where the call came from. */
export type By = {
  readonly userIdentity: Line & { readonly arn?: string };
  readonly sourceIPAddress: string;
};

const sessionOf = (roleArn: string, session: string): By['userIdentity'] => {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, accountId: account, userName: role } },
  };
};

/** A session of a role of this account; `role` may carry a path. */
export function roleSession(role: string, session = 'session'): By {
  return {
    userIdentity: sessionOf(`arn:aws:iam::${account}:role/${role}`, session),
    sourceIPAddress: '203.0.113.9',
  };
}

/** A session of one of the stage's functions. */
export const fn = (name: string): By => roleSession(`mogiri-dev-${name}`, `mogiri-dev-${name}`);

/** The custodian, as one of its callers took it. */
export const custodian = (session: string): By => roleSession('mogiri-dev-custodian', session);

/** Somebody with every right in the account. */
export const administrator: By = roleSession('Administrator', 'mika');

/** An IAM user, who has no role behind the session. */
export const user: By = {
  userIdentity: {
    type: 'IAMUser',
    arn: `arn:aws:iam::${account}:user/admin`,
    accountId: account,
    userName: 'admin',
  },
  sourceIPAddress: '203.0.113.9',
};

/** The account's root user. */
export const root: By = {
  userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root`, accountId: account },
  sourceIPAddress: '203.0.113.9',
};

/** A deploy: CloudFormation with its execution role. */
export const deploy: By = {
  ...roleSession(`cdk-hnb659fds-cfn-exec-role-${account}-${region}`, 'AWSCloudFormation'),
  sourceIPAddress: 'cloudformation.amazonaws.com',
};

/** An AWS service on its own behalf. */
export const service = (name: string): By => ({
  userIdentity: { type: 'AWSService', invokedBy: `${name}.amazonaws.com` },
  sourceIPAddress: `${name}.amazonaws.com`,
});

/** What a call said and what came of it. */
export type Said = {
  readonly parameters?: Line | null;
  readonly resources?: readonly string[];
  readonly error?: string;
  readonly message?: string;
};

/** A record as CloudTrail writes it, of what matters to a pattern. */
export function record(source: string, name: string, by: By, said: Said = {}): Line & { eventName: string } {
  return {
    eventVersion: '1.11',
    ...by,
    eventTime: '2026-11-27T03:14:15Z',
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: source === 'iam' ? 'us-east-1' : region,
    userAgent: 'aws-sdk-js/3.1162.0',
    ...(said.error === undefined ? {} : { errorCode: said.error, errorMessage: said.message ?? '' }),
    requestParameters: said.parameters ?? null,
    responseElements: null,
    ...(said.resources === undefined
      ? {}
      : { resources: said.resources.map(ARN => ({ accountId: account, type: 'AWS::KMS::Key', ARN })) }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
  };
}

/** The same call refused: the parameters are gone, and the message says who may not do what to what. */
export function refused(
  source: string,
  name: string,
  by: By,
  what: string,
  error = 'AccessDenied',
): ReturnType<typeof record> {
  const message = `User: ${by.userIdentity.arn ?? 'nobody'} is not authorized to perform: ${source}:${name} on resource: ${what} with an explicit deny in a resource-based policy`;
  return record(source, name, by, { parameters: null, error, message });
}
