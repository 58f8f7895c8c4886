import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RoomFunction } from '../constructs/room-function.ts';
import { openRoutes } from '../constructs/room-routes.ts';
import type { House } from '../house.ts';
import { impacts } from '../impacts.ts';

/** The marketer's room: stores, coupons and campaigns, by ids and counts only. */
export class MarketerStack extends Stack {
  constructor(scope: Construct, id: string, house: House & StackProps) {
    super(scope, id, house);
    const desk = new RoomFunction(this, 'Console', house, {
      function: 'marketer-console',
      impact: impacts.console,
    });
    openRoutes(this, house.web, 'marketer-console', desk);
  }
}
