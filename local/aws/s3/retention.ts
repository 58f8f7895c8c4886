import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { textAt } from '../fields.ts';
import type { Bucket, ObjectVersion } from './buckets.ts';

/** Until when a version may not be deleted, in epoch ms, and whether a bypass exists (`GOVERNANCE`) or none at all. */
export type Retention = { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly untilMs: number };

const dayMs = 24 * 3600 * 1000;

/** The retention a new version gets: what the call asks for, else the bucket's default from now on, else none. */
export function retentionOfNew(bucket: Bucket, body: Body, nowMs: number): Retention | undefined {
  const asked = retentionAsked(body, nowMs);
  if (asked !== undefined) {
    refuseWithoutLock(bucket);
    return asked;
  }
  const usual = bucket.resource.objectLock;
  return usual && { mode: usual.mode, untilMs: nowMs + usual.days * dayMs };
}

/** Refuses to delete a version under retention; governance gives way to a bypass, compliance to time alone. */
export function refuseLocked(version: ObjectVersion, bypass: boolean, nowMs: number): void {
  const { retention } = version;
  if (retention === undefined || retention.untilMs <= nowMs) return;
  if (retention.mode === 'GOVERNANCE' && bypass) return;
  throw objectLocked();
}

/**
 * PutObjectRetention: anyone permitted may lengthen a retention that still runs, also from governance to compliance;
 * to shorten, weaken or remove it is refused as deleting is. Rule: S3 User Guide, Object Lock.
 */
export function changeRetention(bucket: Bucket, version: ObjectVersion, body: Body, nowMs: number): void {
  refuseWithoutLock(bucket);
  const next = retentionAsked(body, nowMs);
  if (!lengthens(version.retention, next)) refuseLocked(version, isBypass(body), nowMs);
  if (next === undefined) delete version.retention;
  else version.retention = next;
}

/** The retention of a version as GetObjectRetention answers it; NoSuchObjectLockConfiguration where it never had one. */
export function retentionAnswer(bucket: Bucket, version: ObjectVersion): Body {
  refuseWithoutLock(bucket);
  const { retention } = version;
  if (retention === undefined) {
    throw new AwsError(
      'NoSuchObjectLockConfiguration',
      'The specified object does not have a ObjectLock configuration',
      404,
    );
  }
  return { Mode: retention.mode, RetainUntilDate: new Date(retention.untilMs).toISOString() };
}

/** Whether the call sets the header that asks to pass over governance; the right to it is asked at the door. */
export function isBypass(body: Body): boolean {
  return textAt(body, 'BypassGovernanceRetention')?.toLowerCase() === 'true';
}

/** Whether the call itself names a retention. */
export function asksRetention(body: Body): boolean {
  return (
    textAt(body, 'ObjectLockMode') !== undefined || textAt(body, 'ObjectLockRetainUntilDate') !== undefined
  );
}

function retentionAsked(body: Body, nowMs: number): Retention | undefined {
  if (!asksRetention(body)) return undefined;
  const mode = textAt(body, 'ObjectLockMode');
  const untilMs = Date.parse(textAt(body, 'ObjectLockRetainUntilDate') ?? '');
  if (mode === undefined || Number.isNaN(untilMs)) {
    throw invalidArgument('A retention has both a mode and a retain until date');
  }
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw invalidArgument('Unknown wormMode directive.');
  if (untilMs <= nowMs) throw invalidArgument('The retain until date must be in the future!');
  return { mode, untilMs };
}

function lengthens(now: Retention | undefined, next: Retention | undefined): boolean {
  if (now === undefined) return true;
  if (next === undefined || next.untilMs < now.untilMs) return false;
  return now.mode === 'GOVERNANCE' || next.mode === 'COMPLIANCE';
}

function refuseWithoutLock({ resource }: Bucket): void {
  if (!resource.lockable) {
    throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
}

function objectLocked(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
}

function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgument', message);
}
