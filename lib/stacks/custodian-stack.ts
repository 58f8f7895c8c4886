import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { LoginRotation } from '../constructs/login-rotation.ts';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

// Checking a part of a register may take as long as the API waits for an answer.
const deskTimeoutSeconds = 29;
const deliverTimeoutSeconds = 90;
const lanesAtOnce = 4;
// Less than the five minutes between two calls, so that one does not meet the next.
const archiveTimeoutSeconds = 240;

/** The custodian's room: the only functions that may become the custodian, the queue of lanes to deliver, and the archive. */
export class CustodianStack extends Stack {
  readonly lanes: WorkQueue;

  constructor(scope: Construct, id: string, house: House & StackProps) {
    super(scope, id, house);
    const { concurrency } = house.stage;

    const desk = new RoomFunction(this, 'Desk', house, {
      function: 'custodian-desk',
      impact: impacts.desk,
      timeoutSeconds: deskTimeoutSeconds,
    });
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
    const rotate = new RoomFunction(this, 'Rotate', house, {
      function: 'custodian-rotate',
      impact: impacts.custody,
      timeoutSeconds: 60,
    });
    new LoginRotation(this, 'LoginRotation', house, rotate);
    this.archiveRegisters(house);
  }

  /** The archive comes by on a schedule of its own: what keeps the pulse busy must not hold it up. */
  private archiveRegisters(house: House): FunctionSchedule {
    const archive = new RoomFunction(this, 'Archive', house, {
      function: 'custodian-archive',
      impact: impacts.custody,
      timeoutSeconds: archiveTimeoutSeconds,
    });
    return new FunctionSchedule(this, 'EveryFiveMinutes', house, {
      name: house.names.archiveSchedule,
      description: 'Archives the heads of the registers.',
      every: 'rate(5 minutes)',
      target: archive,
    });
  }
}
