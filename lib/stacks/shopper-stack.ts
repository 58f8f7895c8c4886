import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

/** The shopper's room: it may seal a number and may never open one. */
export class ShopperStack extends Stack {
  readonly canary: FunctionSchedule;

  constructor(scope: Construct, id: string, house: House & StackProps) {
    super(scope, id, house);
    const { concurrency } = house.stage;
    const reserved = concurrency.kind === 'reserved' ? concurrency : undefined;

    const verify = new RoomFunction(this, 'Verify', house, {
      function: 'shopper-verify',
      impact: impacts.verifying,
      reservedConcurrency: reserved?.verify,
    });
    const wallet = new RoomFunction(this, 'Wallet', house, {
      function: 'shopper-wallet',
      impact: impacts.wallet,
    });
    const redeem = new RoomFunction(this, 'Redeem', house, {
      function: 'shopper-redeem',
      impact: impacts.redeeming,
      reservedConcurrency: reserved?.redeem,
    });

    this.canary = new FunctionSchedule(this, 'SealCanary', house, {
      name: house.names.canarySchedule,
      description: 'Seals the canary once, so that rotations can try what a session opens.',
      every: 'rate(1 hour)',
      target: verify,
      input: { task: 'seal-canary' },
    });
    openRoutes(this, house.web, 'shopper-verify', verify);
    openRoutes(this, house.web, 'shopper-wallet', wallet);
    openRoutes(this, house.web, 'shopper-redeem', redeem);
  }
}
