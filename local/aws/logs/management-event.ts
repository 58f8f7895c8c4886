import type { Session } from '../caller.ts';
import type { Body } from '../engine.ts';
import { objectAt, textAt, textsIn } from '../fields.ts';
import { requestedTags } from '../session-tags.ts';

/** Who called: the session and the role behind it. `userId` is `<role id>:<session name>`. */
export type EventCaller = Pick<
  Session,
  'arn' | 'userId' | 'account' | 'roleArn' | 'issuedAtMs' | 'sourceIdentity'
>;

/**
 * One management call, as much of it as a CloudTrail record tells. Never external ids, policy texts or secret values:
 * `parameters` holds what `recordedParameters` lets through and nothing else.
 */
export type ManagementEvent = {
  readonly atMs: number;
  readonly service: string;
  readonly operation: string;
  readonly caller: EventCaller;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** ARNs, as the call named them. */
  readonly resources: readonly string[];
  readonly requestId: string;
  readonly error?: { readonly code: string; readonly message: string; readonly denied: boolean };
};

const wholly = new Set(['kms', 'iam', 'sts', 'secretsmanager', 'lambda', 'cognito-idp']);

/**
 * Whether a call is in the trail's stream: management events of the services that the house watches. Reading and
 * writing items, messages and objects are data events, which the trail of the templates does not record.
 */
export function isManagement(service: string, operation: string): boolean {
  return wholly.has(service) || (service === 's3' && /Bucket|ObjectLockConfiguration$/.test(operation));
}

const plain: Readonly<Record<string, readonly string[]>> = {
  kms: ['KeyId', 'AliasName', 'TargetKeyId', 'DestinationKeyId', 'EncryptionAlgorithm', 'MacAlgorithm'],
  iam: ['RoleName', 'PolicyName'],
  sts: ['RoleArn', 'RoleSessionName', 'SourceIdentity'],
  secretsmanager: ['SecretId', 'VersionId', 'VersionStage', 'ClientRequestToken'],
  lambda: ['FunctionName'],
  'cognito-idp': ['UserPoolId'],
};

const contexts = ['EncryptionContext', 'SourceEncryptionContext', 'DestinationEncryptionContext'];

/** The parameters of a call that a record may show, named as CloudTrail names them. */
export function recordedParameters(service: string, body: Body): Readonly<Record<string, unknown>> {
  const parameters: Record<string, unknown> = {};
  for (const name of plain[service] ?? []) {
    const value = textAt(body, name);
    if (value !== undefined) parameters[lowerFirst(name)] = value;
  }
  for (const name of service === 'kms' ? contexts : []) {
    const pairs = textsIn(objectAt(body, name));
    if (Object.keys(pairs).length > 0) parameters[lowerFirst(name)] = pairs;
  }
  const tags = service === 'sts' ? Object.entries(requestedTags(body)) : [];
  return tags.length === 0
    ? parameters
    : { ...parameters, tags: tags.map(([key, value]) => ({ key, value })) };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
