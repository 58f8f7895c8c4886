import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RoomFunction } from '../constructs/room-function.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

/** The pulse: once a minute it moves everything that depends on time. A missed minute is made up by the next one. */
export class PulseStack extends Stack {
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, house: House & StackProps & { readonly lanes: IQueue }) {
    super(scope, id, house);
    const pulse = new RoomFunction(this, 'Pulse', house, {
      function: 'pulse',
      impact: impacts.sending,
      timeoutSeconds: 50,
      settings: { LANES_QUEUE_URL: house.lanes.queueUrl },
    });
    // The scheduler hands the call over asynchronously, so Lambda would repeat a failed pulse by itself.
    pulse.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.seconds(60) });
    this.schedule = new CfnSchedule(this, 'EveryMinute', {
      name: house.names.pulseSchedule,
      description: 'Runs the pulse.',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: pulse.functionArn,
        roleArn: house.vault.scheduler.roleArn,
        input: '{}',
        // The default is 185 tries in 24 hours: after an outage a day's pulses would come at once (boundary.md E).
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
  }
}
