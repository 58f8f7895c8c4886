import { AwsError } from '../aws-error.ts';
import type { Body, Call, Engine } from '../engine.ts';
import { textAt } from '../fields.ts';
import type { S3 } from './engine.ts';

/** Whether the caller may do `action` on `resource` besides what it asked for. */
export type MayAlso = (call: Call, action: string, resource: string) => boolean;

/**
 * What S3 keeps to itself: who may not list a bucket hears AccessDenied, not that a key is missing, and who may not read
 * a retention gets the object without its lock headers. Rule: S3 API Reference, GetObject and HeadObject, permissions.
 */
export function withDiscretion(s3: S3, mayAlso: MayAlso): Engine {
  return {
    ...s3,
    handle: async (operation, body, call) => {
      try {
        const answer = await s3.handle(operation, body, call);
        if (operation !== 'GetObject' && operation !== 'HeadObject') return answer;
        const object = `${bucketArn(s3, body)}/${textAt(body, 'Key') ?? ''}`;
        if (mayAlso(call, 's3:GetObjectRetention', object)) return answer;
        return { ...answer, body: withoutLock(answer.body) };
      } catch (error) {
        if (!isAbsence(error) || mayAlso(call, 's3:ListBucket', bucketArn(s3, body))) throw error;
        throw new AwsError('AccessDenied', 'Access Denied', 403);
      }
    },
  };
}

function bucketArn(s3: S3, body: Body): string {
  return s3.arnOf(textAt(body, 'Bucket') ?? '');
}

function isAbsence(error: unknown): boolean {
  return error instanceof AwsError && (error.code === 'NoSuchKey' || error.code === 'NoSuchVersion');
}

function withoutLock(body: Body): Body {
  const { ObjectLockMode: _mode, ObjectLockRetainUntilDate: _until, ...rest } = body;
  return rest;
}
