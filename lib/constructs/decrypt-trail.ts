import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Stack } from 'aws-cdk-lib';
import type { House } from '../house.ts';
import { readingPattern } from '../../lambdas/aws/reading-pattern.ts';
import { roleArn, type BoundaryGround } from '../boundary/ground.ts';
import { boundaryEvents } from '../boundary-events.ts';
import { OwnTrail } from './own-trail.ts';

/**
 * Watches CloudTrail for what concerns the boundary: every reading is counted, and whatever touches keys, roles, login
 * or records from elsewhere is counted apart. Metric filters, because IAM's events reach EventBridge in us-east-1 only
 * (boundary.md A11).
 */
export class DecryptTrail extends Construct {
  /** Numbers opened by the custodian. */
  readonly readings: Metric;
  /** Attempts on the boundary by anybody else, allowed or refused. */
  readonly boundaryTouched: Metric;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    const logGroup = this.trailLog(house);
    const ground = this.groundOf(house);
    const namespace = house.names.metricNamespace;
    const count = (id: string, metricName: string, pattern: string, weight: number) =>
      new logs.MetricFilter(this, id, {
        logGroup,
        metricNamespace: namespace,
        metricName,
        metricValue: String(weight),
        filterPattern: logs.FilterPattern.literal(pattern),
      });
    const custodianArn = roleArn(ground, house.names.custodianRole);
    count('Readings', 'NumbersOpened', readingPattern(ground.numberKeyArn, custodianArn), 1);
    for (const event of boundaryEvents(ground)) {
      count(event.name, 'BoundaryTouched', event.pattern, event.weight);
    }
    const sum = { namespace, statistic: 'Sum', period: Duration.minutes(5) };
    this.readings = new Metric({ ...sum, metricName: 'NumbersOpened' });
    this.boundaryTouched = new Metric({ ...sum, metricName: 'BoundaryTouched' });
  }

  private groundOf({ names, stage, vault }: House): BoundaryGround {
    const { numbers, tables, archive } = vault;
    return {
      names,
      account: Stack.of(this).account,
      numberKeyArn: numbers.numberKey.keyArn,
      indexKeyArn: numbers.indexKey.keyArn,
      codeKeyArn: numbers.codeKey.keyArn,
      ...(numbers.signingKey === undefined ? {} : { signingKeyArn: numbers.signingKey.keyArn }),
      archiveBucket: archive.bucket.bucketName,
      lockedTableArns: [tables.vault.tableArn, tables.register.tableArn],
      ownTrail: stage.trail.kind === 'own',
      macsPer5Minutes: stage.alarms.macsPer5Minutes,
    };
  }

  private trailLog({ stage, names }: House): logs.ILogGroup {
    return stage.trail.kind === 'own'
      ? new OwnTrail(this, 'Own', { stage, names }).logGroup
      : logs.LogGroup.fromLogGroupName(this, 'Existing', stage.trail.logGroupName);
  }
}
