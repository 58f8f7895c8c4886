import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { RoomFunction } from '../constructs/room-function.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

/** The pulse: once a minute it moves everything that depends on time. A missed minute is made up by the next one. */
export class PulseStack extends Stack {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, house: House & StackProps & { readonly lanes: IQueue }) {
    super(scope, id, house);
    const pulse = new RoomFunction(this, 'Pulse', house, {
      function: 'pulse',
      impact: impacts.sending,
      timeoutSeconds: 50,
      settings: { LANES_QUEUE_URL: house.lanes.queueUrl },
    });
    this.schedule = new FunctionSchedule(this, 'EveryMinute', house, {
      name: house.names.pulseSchedule,
      description: 'Runs the pulse.',
      every: 'rate(1 minute)',
      target: pulse,
    });
  }
}
