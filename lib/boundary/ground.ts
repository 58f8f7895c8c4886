import type { FunctionName } from '../../lambdas/settings.ts';
import { is, isNot, some } from '../filter-pattern.ts';
import type { Names } from '../names.ts';

/** What the patterns name. Account, keys, tables and bucket may be tokens; everything else has its fixed name. */
export type BoundaryGround = {
  readonly names: Names;
  readonly account: string;
  readonly numberKeyArn: string;
  readonly indexKeyArn: string;
  readonly codeKeyArn: string;
  /** Signs the heads of the registers, where the stage wants that. */
  readonly signingKeyArn?: string;
  /** The tables whose own policies are part of the boundary: sealed numbers, and registers. */
  readonly lockedTableArns: readonly string[];
  /** Where the heads of the registers are kept out of reach. */
  readonly archiveBucket: string;
  /** False where the stage reads somebody else's trail, whose name it does not know. */
  readonly ownTrail: boolean;
  /** So many codes and number indexes in five minutes are ordinary. */
  readonly macsPer5Minutes: number;
};

/** One kind of record that touches the boundary; the alarm rings when the weights of five minutes reach 1. */
export type BoundaryEvent = { readonly name: string; readonly pattern: string; readonly weight: number };

/** The function that moves the custodian's login on. */
export const rotator: FunctionName = 'custodian-rotate';

/** The role behind a session. It is missing for users, root and services. */
export const issuer = '$.userIdentity.sessionContext.sessionIssuer.arn';

/**
 * Not CloudFormation: the address is set by AWS and cannot be claimed by a caller. Whoever may deploy is let through
 * here, and is held by review of what is deployed.
 */
export const notByDeploy = isNot('$.sourceIPAddress', 'cloudformation.amazonaws.com');

/** One of these calls of a service. */
export function calls(service: string, ...names: readonly string[]): string {
  return `${is('$.eventSource', `${service}.amazonaws.com`)} && ${is('$.eventName', ...names)}`;
}

/**
 * A whole ARN, never a pattern: a role's path may hold a colon, so that `*:role/<name>` would also fit a role of that
 * name which somebody else made.
 */
export function roleArn({ account }: BoundaryGround, roleName: string): string {
  return `arn:aws:iam::${account}:role/${roleName}`;
}

/** Anybody but the sessions of these functions' own roles. */
export function notBy(ground: BoundaryGround, ...functions: readonly FunctionName[]): string {
  return isNot(issuer, ...functions.map(name => roleArn(ground, ground.names.role(name))));
}

/** A parameter names the thing, or the refusal does: a refused call is often recorded without its parameters. */
export function named(parameter: string, value: string, refusedAs = value): string {
  return some(is(`$.requestParameters.${parameter}`, value), is('$.errorMessage', `*${refusedAs}*`));
}

/** A record that rings the alarm by itself. */
export function ringing(name: string, pattern: string): BoundaryEvent {
  return { name, pattern, weight: 1 };
}
