import { Duration } from 'aws-cdk-lib';
import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';
import { failuresOf, ImpactAlarm } from './impact-alarm.ts';

/** What is watched beside the failures: what CloudTrail says about the boundary, and lanes nobody could deliver. */
export type AlarmsProps = House & { readonly boundary: IMetric; readonly lanesDead: IQueue };

/** How many alarms an account has for nothing; the next one is $0.10 a month, so it should replace another. */
export const freeAlarms = 10;

/** All alarms of the house: one per impact, and three about what no function would report of itself. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.stage.alarmEmail ? this.mailTo(props.stage.alarmEmail) : undefined;
    this.all = [...this.failures(props, topic), ...this.silences(props, topic)];
    if (this.all.length > freeAlarms) {
      throw new Error(`${this.all.length} alarms: only ${freeAlarms} cost nothing, let two share an impact`);
    }
  }

  private failures({ names }: House, topic: ITopic | undefined): Alarm[] {
    return Object.values(impacts).map(
      impact =>
        new ImpactAlarm(this, impact.name, {
          names,
          name: `fails-${impact.name.toLowerCase()}`,
          impact: impact.sentence,
          metric: failuresOf(impact, names.metricNamespace),
          threshold: 1,
          topic,
        }),
    );
  }

  private silences(props: AlarmsProps, topic: ITopic | undefined): Alarm[] {
    const { names, stage } = props;
    const alarm = (name: string, impact: string, metric: IMetric, threshold: number) =>
      new ImpactAlarm(this, name, { names, name, impact, metric, threshold, topic });
    return [
      alarm('boundary-touched', boundaryImpact, props.boundary, 1),
      alarm(
        'lanes-dead',
        lanesImpact,
        props.lanesDead.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
        1,
      ),
      alarm('sms-spend', spendImpact, monthlySpend(), 0.8 * stage.sms.monthlySpendLimitUsd),
    ];
  }

  private mailTo(address: string): Topic {
    const topic = new Topic(this, 'Mail', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    return topic;
  }
}

const boundaryImpact =
  'Somebody other than the custodian tried to open phone numbers, or changed who may or what proves it: an incident.';
const lanesImpact =
  'Part of a campaign could not be delivered five times over: its recipients wait until it is sent again.';
const spendImpact =
  'Four fifths of the month’s SMS money is spent: at the limit AWS sends no more codes and no more coupons.';

function monthlySpend(): Metric {
  const metricName = 'SMSMonthToDateSpentUSD';
  return new Metric({ namespace: 'AWS/SNS', metricName, statistic: 'Maximum', period: Duration.hours(1) });
}
