import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LoginRotation } from '../constructs/login-rotation.ts';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

const deliverTimeoutSeconds = 90;
const lanesAtOnce = 4;

/** The custodian's room: the only functions that may become the custodian, and the queue of lanes to deliver. */
export class CustodianStack extends Stack {
  readonly lanes: WorkQueue;

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

    const rotate = new RoomFunction(this, 'Rotate', house, {
      function: 'custodian-rotate',
      impact: impacts.custody,
      timeoutSeconds: 60,
    });
    new LoginRotation(this, 'LoginRotation', house, rotate);
  }
}
