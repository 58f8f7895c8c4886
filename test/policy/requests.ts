import type { AccessRequest, Caller, Context, PolicyDocument } from '../../policy/request.ts';

/** The account that owns the resources in these tests, and a stranger. */
export const OWN = '000000000000';
export const OTHER = '999999999999';
export const REGION = 'ap-northeast-1';

/** A session of the named role. */
export function session(role: string, name = 'session', account = OWN): Caller & { kind: 'role' } {
  return {
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    roleArn: roleArn(role, account),
  };
}

/** An IAM user. */
export function user(name: string, account = OWN): Caller & { kind: 'user' } {
  return { kind: 'user', account, arn: `arn:aws:iam::${account}:user/${name}` };
}

/** The root user of an account. */
export function root(account = OWN): Caller & { kind: 'root' } {
  return { kind: 'root', account, arn: `arn:aws:iam::${account}:root` };
}

/** An AWS service calling by itself. */
export function service(name: string): Caller & { kind: 'service' } {
  return { kind: 'service', service: `${name}.amazonaws.com` };
}

/** The ARN of a role. */
export function roleArn(role: string, account = OWN): string {
  return `arn:aws:iam::${account}:role/${role}`;
}

/** The ARN of a table. */
export function tableArn(name: string, account = OWN): string {
  return `arn:aws:dynamodb:${REGION}:${account}:table/${name}`;
}

/** The ARN of a key. */
export function keyArn(name: string, account = OWN): string {
  return `arn:aws:kms:${REGION}:${account}:key/${name}`;
}

/** One request; reads a table as a session of the role `caller` unless told otherwise. */
export function ask(change: Partial<AccessRequest> = {}): AccessRequest {
  return {
    caller: session('caller'),
    action: 'dynamodb:GetItem',
    resource: tableArn('Vault'),
    resourceAccount: OWN,
    context: {},
    ...change,
  };
}

/** A document of the current version. */
export function policy(...statements: object[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A statement that allows everything, to be narrowed. */
export function allow(change: object = {}): object {
  return { Effect: 'Allow', Action: '*', Resource: '*', ...change };
}

/** A statement that denies everything, to be narrowed. */
export function deny(change: object = {}): object {
  return { ...allow(change), Effect: 'Deny' };
}

/** A request with these condition keys. */
export function asking(context: Context): AccessRequest {
  return ask({ context });
}
