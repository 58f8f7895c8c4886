import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

const deliverTimeoutSeconds = 90;
const lanesAtOnce = 4;
// Less than the five minutes between two calls, so that one does not meet the next.
const archiveTimeoutSeconds = 240;

/** The custodian's room: the only functions that may become the custodian, the queue of lanes to deliver, and the archive. */
export class CustodianStack extends Stack {
  readonly lanes: WorkQueue;
  readonly archiving: CfnSchedule;

  constructor(scope: Construct, id: string, house: House & StackProps) {
    super(scope, id, house);
    const { concurrency } = house.stage;

    const desk = new RoomFunction(this, 'Desk', house, { function: 'custodian-desk', impact: impacts.desk });
    openRoutes(this, house.web, 'custodian-desk', desk);

    const deliver = new RoomFunction(this, 'Deliver', house, {
      function: 'custodian-deliver',
      impact: impacts.sending,
      timeoutSeconds: deliverTimeoutSeconds,
      reservedConcurrency: concurrency.kind === 'reserved' ? concurrency.deliver : undefined,
    });
    this.lanes = new WorkQueue(this, 'Lanes', {
      queueName: house.names.lanesQueue,
      deadQueueName: house.names.lanesDeadQueue,
      workerTimeoutSeconds: deliverTimeoutSeconds,
    });
    this.lanes.feed(deliver, lanesAtOnce);
    this.archiving = this.archiveRegisters(house);
  }

  /** The archive comes by every five minutes, by a schedule of its own: what keeps the pulse busy must not hold it up. */
  private archiveRegisters(house: House): CfnSchedule {
    const archive = new RoomFunction(this, 'Archive', house, {
      function: 'custodian-archive',
      impact: impacts.registers,
      timeoutSeconds: archiveTimeoutSeconds,
    });
    archive.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });
    return new CfnSchedule(this, 'EveryFiveMinutes', {
      name: house.names.archiveSchedule,
      description: 'Archives the heads of the registers.',
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: archive.functionArn,
        roleArn: house.vault.scheduler.roleArn,
        input: '{}',
        // What was missed is made up by the next call.
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 0 },
      },
    });
  }
}
