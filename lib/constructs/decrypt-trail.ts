import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import type { House } from '../house.ts';
import { boundaryPatterns, readingPattern } from '../boundary-events.ts';
import { OwnTrail } from './own-trail.ts';

/**
 * Watches CloudTrail for what concerns the boundary: every reading is counted, and whatever touches the number key,
 * the custodian role or its callers' code from elsewhere is counted apart. Metric filters, because IAM's events reach
 * EventBridge in us-east-1 only (boundary.md A11).
 */
export class DecryptTrail extends Construct {
  /** Numbers opened by the custodian. */
  readonly readings: Metric;
  /** Attempts on the boundary by anybody else, allowed or refused. */
  readonly boundaryTouched: Metric;

  constructor(scope: Construct, id: string, house: House) {
    super(scope, id);
    const logGroup = this.trailLog(house);
    const namespace = house.names.metricNamespace;
    const count = (filter: string, metricName: string, pattern: string) =>
      new logs.MetricFilter(this, filter, {
        logGroup,
        metricNamespace: namespace,
        metricName,
        metricValue: '1',
        filterPattern: logs.FilterPattern.literal(pattern),
      }).metric({ statistic: 'Sum', period: Duration.minutes(5) });
    const custodianArn = house.vault.custodian.role.roleArn;
    const numberKeyArn = house.vault.numbers.numberKey.keyArn;
    this.readings = count('Readings', 'NumbersOpened', readingPattern(numberKeyArn, custodianArn));
    const [first, ...others] = Object.entries(
      boundaryPatterns({ numberKeyArn, custodianArn, names: house.names }),
    );
    if (!first) {
      throw new Error('the boundary has no events to watch');
    }
    this.boundaryTouched = count(first[0], 'BoundaryTouched', first[1]);
    for (const [name, pattern] of others) {
      count(name, 'BoundaryTouched', pattern);
    }
  }

  private trailLog({ stage, names }: House): logs.ILogGroup {
    return stage.trail.kind === 'own'
      ? new OwnTrail(this, 'Own', { stage, names }).logGroup
      : logs.LogGroup.fromLogGroupName(this, 'Existing', stage.trail.logGroupName);
  }
}
