import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import { anybodyBut, roleArnByName } from './guard-statements.ts';

/** Whose roots these are; `writer` is the name of the one role that may put them. */
export type RegisterArchiveProps = { readonly stage: Stage; readonly writer: string };

/**
 * Where the roots of the registers lie, under a lock for the years of the stage: in compliance mode, which nobody
 * lifts, where the stage protects; in governance mode where it may be thrown away. It outlives its stack always.
 */
export class RegisterArchive extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { stage, writer }: RegisterArchiveProps) {
    super(scope, id);
    const kept = Duration.days(stage.registers.retentionYears * 365);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: stage.protect
        ? s3.ObjectLockRetention.compliance(kept)
        : s3.ObjectLockRetention.governance(kept),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.deny('ArchiveAlonePuts', ['s3:PutObject'], anybodyBut(roleArnByName(this, writer)));
    this.deny('NothingIsPutOver', ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } });
    this.deny('NothingIsTakenAway', [
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObjectRetention',
      's3:BypassGovernanceRetention',
    ]);
  }

  private deny(
    sid: string,
    actions: string[],
    conditions: Record<string, Record<string, unknown>> = {},
  ): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions,
        resources: [this.bucket.arnForObjects('*')],
        conditions,
      }),
    );
  }
}
