import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { Duration } from 'aws-cdk-lib';
import type { House } from '../house.ts';
import type { RoomFunction } from './room-function.ts';

/** Which function is called how often (`rate(1 minute)`), with what input, under the schedule's fixed name. */
export type FunctionScheduleProps = {
  readonly name: string;
  readonly description: string;
  readonly every: string;
  readonly target: RoomFunction;
  readonly input?: object;
};

/** Calls a function again and again; a call that fails or comes late is left to the next one. */
export class FunctionSchedule extends CfnSchedule {
  constructor(scope: Construct, id: string, { vault }: House, props: FunctionScheduleProps) {
    super(scope, id, {
      name: props.name,
      description: props.description,
      scheduleExpression: props.every,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.target.functionArn,
        roleArn: vault.scheduler.roleArn,
        input: JSON.stringify(props.input ?? {}),
        // The default is 185 tries in 24 hours: after an outage a day's calls would come at once (boundary.md E).
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
    // The scheduler hands the call over asynchronously, so Lambda would repeat a failed one by itself.
    props.target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.seconds(60) });
  }
}
