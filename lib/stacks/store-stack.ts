import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

/** The store's room: staff look a voucher up, redeem it, and undo what was redeemed by mistake. */
export class StoreStack extends Stack {
  constructor(scope: Construct, id: string, house: House & StackProps) {
    super(scope, id, house);
    const till = new RoomFunction(this, 'Till', house, { function: 'store-till', impact: impacts.redeeming });
    openRoutes(this, house.web, 'store-till', till);
  }
}
