import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names } from '../names.ts';
import type { Stage } from '../stage.ts';

/**
 * A trail of all management events, KMS included, in every region, since IAM is recorded in us-east-1. For an
 * account that has one, the stage option `trail: existing` is cheaper: only the first copy of the events is free.
 */
export class OwnTrail extends Construct {
  readonly logGroup: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    { stage, names }: { readonly stage: Stage; readonly names: Names },
  ) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${names.trail}`;
    const bucket = this.makeBucket();
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.trailLogGroup,
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const trail = new CfnTrail(this, 'Trail', {
      trailName: names.trail,
      s3BucketName: bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: this.makeWriter().roleArn,
    });
    trail.node.addDependency(this.admitTrail(bucket, trailArn));
  }

  private makeBucket(): s3.Bucket {
    return new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private admitTrail(bucket: s3.Bucket, trailArn: string): s3.Bucket {
    const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
    const ownTrail = { 'aws:SourceArn': trailArn };
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: { StringEquals: ownTrail },
      }),
    );
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${Stack.of(this).account}/*`)],
        conditions: { StringEquals: { ...ownTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );
    return bucket;
  }

  private makeWriter(): iam.Role {
    const stream = this.logGroup.logGroupArn;
    return new iam.Role(this, 'Writer', {
      description: 'Lets the trail write its log group.',
      assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
      inlinePolicies: {
        WriteLog: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [stream],
            }),
          ],
        }),
      },
    });
  }
}
