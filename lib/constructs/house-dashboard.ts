import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { settingsOf, type FunctionName } from '../../lambdas/settings.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';
import { failuresOf } from './impact-alarm.ts';

/** What the dashboard shows beside what it finds by name: the alarms, and numbers opened by the custodian. */
export type HouseDashboardProps = House & {
  readonly alarms: readonly cloudwatch.IAlarm[];
  readonly readings: cloudwatch.IMetric;
};

const functionNames = Object.keys(settingsOf) as FunctionName[];
const period = Duration.minutes(5);

/** One page for whoever is called at night: what hurts, the API, the functions, sending, and the readings. */
export class HouseDashboard extends Construct {
  constructor(scope: Construct, id: string, props: HouseDashboardProps) {
    super(scope, id);
    const { names } = props;
    const graph = (title: string, left: cloudwatch.IMetric[]) =>
      new cloudwatch.GraphWidget({ title, left, width: 8, period });
    const failures = Object.values(impacts).map(impact => failuresOf(impact, names.metricNamespace));
    const dashboard = new cloudwatch.Dashboard(this, 'Page', { dashboardName: names.stack('house') });
    dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({ title: 'Who is hurt', alarms: [...props.alarms], width: 24 }),
    );
    dashboard.addWidgets(
      graph('Failures', failures),
      graph(
        'API answers',
        ['Count', '4xx', '5xx'].map(name => apiMetric(props, name, 'Sum')),
      ),
      graph('API latency, p95 ms', [apiMetric(props, 'Latency', 'p95')]),
    );
    dashboard.addWidgets(
      graph(
        'Function duration, p95 ms',
        functionNames.map(name => functionMetric(names.function(name), 'Duration', 'p95')),
      ),
      graph(
        'Throttled invocations',
        functionNames.map(name => functionMetric(names.function(name), 'Throttles', 'Sum')),
      ),
      graph('Lanes waiting', [names.lanesQueue, names.lanesDeadQueue].map(queueMetric)),
    );
    dashboard.addWidgets(graph('SMS', smsMetrics()), graph('Numbers opened', [props.readings]));
    dashboard.addWidgets(...decisionTables(names.logGroup('shopper-verify')));
  }
}

function apiMetric({ web }: House, metricName: string, statistic: string): cloudwatch.Metric {
  const dimensionsMap = { ApiId: web.api.apiId };
  return new cloudwatch.Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap, statistic });
}

function functionMetric(functionName: string, metricName: string, statistic: string): cloudwatch.Metric {
  const dimensionsMap = { FunctionName: functionName };
  return new cloudwatch.Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap,
    statistic,
    label: functionName,
  });
}

function queueMetric(queueName: string): cloudwatch.Metric {
  const metricName = 'ApproximateNumberOfMessagesVisible';
  return new cloudwatch.Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    label: queueName,
  });
}

const decided = 'filter code = "challenge.decided"';

/** What was decided about codes, asked of the log when somebody looks: metrics of it would cost every month. */
function decisionTables(logGroup: string): cloudwatch.IWidget[] {
  const table = (title: string, ...queryLines: string[]) =>
    new cloudwatch.LogQueryWidget({
      title,
      logGroupNames: [logGroup],
      queryLines: [decided, ...queryLines],
      width: 12,
      view: cloudwatch.LogQueryVisualizationType.TABLE,
    });
  return [
    table(
      'Codes that came back',
      'stats sum(kind != "check" and result = "sent") as sent, sum(result = "verified") as verified, pct(seconds, 50) as medianSeconds by country',
      'sort sent desc',
    ),
    table(
      'Codes that were not sent, by rule',
      'filter decision != "allow" or noted != ""',
      'stats count() as times by decision, rules, noted, country',
      'sort times desc',
    ),
  ];
}

function smsMetrics(): cloudwatch.Metric[] {
  const metric = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({ namespace: 'AWS/SNS', metricName, statistic });
  return [metric('SMSMonthToDateSpentUSD', 'Maximum'), metric('SMSSuccessRate', 'Average')];
}
