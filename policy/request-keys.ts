import { checkConditionKey } from './condition-key.ts';
import { PolicyError } from './policy-error.ts';
import type { AccessRequest, Caller, ContextValue } from './request.ts';

/** The condition keys of one request: names without regard to case, empty lists as absent. */
export class RequestKeys {
  readonly #values = new Map<string, ContextValue>();

  constructor(request: AccessRequest) {
    for (const [key, value] of Object.entries(request.context)) this.#add(key, value);
    for (const [key, value] of Object.entries(knownOf(request))) this.#complete(key, value);
  }

  /** What the request carries under this key; undefined when it is absent. */
  get(key: string): ContextValue | undefined {
    return this.#values.get(key.toLowerCase());
  }

  /** The one value under this key for use as a policy variable; several values throw. */
  single(key: string): string | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === 'string') return value;
    throw new PolicyError('context', 'a multivalued key can not be a policy variable');
  }

  #add(key: string, value: ContextValue): void {
    checkConditionKey(key, 'context');
    const name = key.toLowerCase();
    if (this.#values.has(name)) throw new PolicyError('context', 'the same key twice, in different case');
    if (typeof value === 'string' || value.length > 0) this.#values.set(name, value);
  }

  #complete(key: string, value: string): void {
    const given = this.get(key);
    if (given === undefined) this.#values.set(key.toLowerCase(), value);
    else if (given !== value) throw new PolicyError('context', `${key} contradicts the request`);
  }
}

/** The keys that IAM itself derives from who asks and for what, so that no caller of the evaluator can forget them. */
function knownOf(request: AccessRequest): Record<string, string> {
  return { 'aws:ResourceAccount': request.resourceAccount, ...knownOfCaller(request.caller) };
}

function knownOfCaller(caller: Caller): Record<string, string> {
  if (caller.kind === 'service') {
    return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': caller.service };
  }
  if (caller.kind === 'role') return principal(caller.account, caller.roleArn, 'AssumedRole');
  if (caller.kind === 'root') return principal(caller.account, caller.arn, 'Account');
  const username = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  return { ...principal(caller.account, caller.arn, 'User'), 'aws:username': username };
}

function principal(account: string, arn: string, type: string): Record<string, string> {
  return {
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': arn,
    'aws:PrincipalType': type,
    'aws:PrincipalIsAWSService': 'false',
  };
}
