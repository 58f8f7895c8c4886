import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * Statements for the roots of the registers: they are put and read back by the archive, and read by the desk, which
 * wants to see every version of them.
 */
export function useArchive(way: 'write' | 'read', bucketArn: string): iam.PolicyStatement[] {
  const roots = `${bucketArn}/roots/*`;
  const use = (sid: string, actions: string[]) =>
    new iam.PolicyStatement({ sid, actions, resources: [roots] });
  if (way === 'write') return [use('PutRoots', ['s3:PutObject', 's3:GetObject'])];
  return [
    use('ReadRoots', ['s3:GetObjectVersion']),
    new iam.PolicyStatement({
      sid: 'ListRoots',
      actions: ['s3:ListBucketVersions'],
      resources: [bucketArn],
      conditions: { StringEquals: { 's3:prefix': 'roots/' } },
    }),
  ];
}

/**
 * A statement for the trail's log group, to compare readings with it. The group is named with its streams, as Logs asks
 * about it.
 */
export function readTrail(scope: Construct, logGroup: string): iam.PolicyStatement {
  const { region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'ReadTrail',
    actions: ['logs:FilterLogEvents'],
    resources: [`arn:aws:logs:${region}:${account}:log-group:${logGroup}:*`],
  });
}
