import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { JournalCode } from '../../lambdas/journal.ts';
import type { Impact } from '../impacts.ts';
import type { Names } from '../names.ts';

/**
 * An alarm: what is measured and from which value on somebody is hurt; `impact` says who, in a sentence. `name` is its
 * name within the stage and the name of its runbook page.
 */
export type ImpactAlarmProps = {
  readonly names: Names;
  readonly name: string;
  readonly impact: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly evaluationPeriods?: number;
  readonly topic?: ITopic | undefined;
};

/** The page that says what to do when an alarm rings, as a path in the repository. */
export function runbookOf(name: string): string {
  return `docs/runbooks/${name}.md`;
}

/** An alarm that cannot be made without saying whom it is about; its description is what the mail shows. */
export class ImpactAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    if (!/^[A-Z].{20,}\.$/s.test(props.impact)) {
      throw new Error(`the alarm ${props.name} needs a sentence that says whom it hurts`);
    }
    super(scope, id, {
      alarmName: props.names.stack(props.name),
      alarmDescription: `${props.impact} ${runbookOf(props.name)}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (props.topic) {
      this.addAlarmAction(new actions.SnsAction(props.topic));
    }
  }
}

/** A function's log and the impact that some of its lines count under. */
export type CountedLog = {
  readonly logGroup: logs.ILogGroup;
  readonly namespace: string;
  readonly impact: Impact;
};

const failureCode: JournalCode = 'request.failed';

/**
 * Counts what went wrong in one function's log under its impact: a surprise the door answered with 500, an uncaught
 * error, a crash or a timeout as Lambda itself reports them.
 */
export function countFailures(scope: Construct, id: string, props: CountedLog): logs.MetricFilter {
  return count(scope, id, props, [
    logs.FilterPattern.stringValue('$.code', '=', failureCode),
    logs.FilterPattern.stringValue('$.level', '=', 'ERROR'),
    logs.FilterPattern.stringValue('$.level', '=', 'FATAL'),
    logs.FilterPattern.stringValue('$.record.status', '=', 'timeout'),
  ]);
}

/** Counts lines of one function's journal that carry one of the codes under an impact. */
export function countCodes(
  scope: Construct,
  id: string,
  props: CountedLog & { readonly codes: readonly JournalCode[] },
): logs.MetricFilter {
  const patterns = props.codes.map(code => logs.FilterPattern.stringValue('$.code', '=', code));
  return count(scope, id, props, patterns);
}

function count(
  scope: Construct,
  id: string,
  { logGroup, namespace, impact }: CountedLog,
  patterns: readonly logs.JsonPattern[],
): logs.MetricFilter {
  return new logs.MetricFilter(scope, id, {
    logGroup,
    metricNamespace: namespace,
    metricName: impact.name,
    metricValue: '1',
    filterPattern: logs.FilterPattern.any(...patterns),
  });
}

/** The failures counted under an impact, as a sum over five minutes. */
export function failuresOf(impact: Impact, namespace: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName: impact.name,
    statistic: 'Sum',
    period: Duration.minutes(5),
  });
}
