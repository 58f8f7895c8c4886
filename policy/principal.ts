import { arnParts } from './arn.ts';
import { entriesOf, textsOf } from './json-shape.ts';
import { PolicyError } from './policy-error.ts';
import type { Caller } from './request.ts';

/** One name in a Principal element. `gone` is the unique id that IAM leaves behind for a deleted principal. */
export type PrincipalName =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated' | 'gone' };

/**
 * How a name reaches the caller: `direct` (the session, the user, a service, everyone), `role` (the role behind the
 * session), `account` (its account, which for an Allow only delegates to identity policies).
 */
export type Reach = 'direct' | 'role' | 'account';

const ACCOUNT = /^\d{12}$/u;
const UNIQUE_ID = /^A[A-Z0-9]{15,127}$/u;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/u;

/** Reads a Principal or NotPrincipal element; wildcards inside a name, unknown kinds and CanonicalUser are refused. */
export function parsePrincipal(element: unknown, place: string): PrincipalName[] {
  if (element === '*') return [{ kind: 'everyone' }];
  const names = entriesOf(element, place).flatMap(([kind, values]) =>
    textsOf(values, place).map(text => parseName(kind, text, place)),
  );
  if (names.length === 0) throw new PolicyError(place, 'names nobody');
  return names;
}

function parseName(kind: string, text: string, place: string): PrincipalName {
  if (kind === 'AWS') return parseAwsName(text, place);
  if (kind === 'Service' && SERVICE.test(text)) return { kind: 'service', service: text };
  if (kind === 'Federated' && !text.includes('*')) return { kind: 'federated' };
  throw new PolicyError(place, 'not a principal that is known here');
}

function parseAwsName(text: string, place: string): PrincipalName {
  if (text === '*') return { kind: 'everyone' };
  if (ACCOUNT.test(text)) return { kind: 'account', account: text };
  if (UNIQUE_ID.test(text)) return { kind: 'gone' };
  const [, , service, region, account, name] = arnParts(text) ?? [];
  const valid = (service === 'iam' || service === 'sts') && region === '' && ACCOUNT.test(account ?? '');
  if (!valid || name === undefined || account === undefined || /[*?]/u.test(text)) {
    throw new PolicyError(place, 'not the ARN of a principal');
  }
  return name === 'root' ? { kind: 'account', account } : { kind: 'arn', arn: text };
}

/** The closest way in which any of the names reaches the caller; undefined when none does. */
export function reachOf(names: readonly PrincipalName[], caller: Caller): Reach | undefined {
  const reaches = names.map(name => reachOfName(name, caller));
  return (['direct', 'role', 'account'] as const).find(reach => reaches.includes(reach));
}

function reachOfName(name: PrincipalName, caller: Caller): Reach | undefined {
  switch (name.kind) {
    case 'everyone':
      return 'direct';
    case 'service':
      return caller.kind === 'service' && caller.service === name.service ? 'direct' : undefined;
    case 'account':
      return caller.kind !== 'service' && caller.account === name.account ? 'account' : undefined;
    case 'arn':
      return reachOfArn(name.arn, caller);
    default:
      return undefined;
  }
}

function reachOfArn(arn: string, caller: Caller): Reach | undefined {
  if (caller.kind === 'service') return undefined;
  if (caller.arn === arn) return 'direct';
  return caller.kind === 'role' && caller.roleArn === arn ? 'role' : undefined;
}

/**
 * Whether a NotPrincipal leaves the caller out of its Deny: its account must be named as well as the user or the role
 * itself, and whoever has a permissions boundary is always denied. Rule: IAM User Guide, NotPrincipal.
 */
export function isExcepted(names: readonly PrincipalName[], caller: Caller, hasBoundary: boolean): boolean {
  if (caller.kind === 'service') return reachOf(names, caller) !== undefined;
  if (names.some(name => name.kind === 'everyone')) return true;
  const account = names.some(name => name.kind === 'account' && name.account === caller.account);
  if (hasBoundary || !account) return false;
  const own = caller.kind === 'role' ? caller.roleArn : caller.arn;
  return caller.kind === 'root' || names.some(name => name.kind === 'arn' && name.arn === own);
}
