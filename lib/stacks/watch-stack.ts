import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { ApiStage } from '../constructs/api-stage.ts';
import { DecryptTrail } from '../constructs/decrypt-trail.ts';
import { HouseDashboard } from '../constructs/house-dashboard.ts';
import type { House } from '../house.ts';

/**
 * Opens the API to the world and watches it: the stage with its throttles, the trail of every Decrypt, at most ten
 * alarms and one dashboard. It comes last, since a throttle can only name a route that exists (boundary.md A5).
 */
export class WatchStack extends Stack {
  readonly apiStage: ApiStage;
  readonly alarms: Alarms;
  readonly dashboard: HouseDashboard;

  constructor(scope: Construct, id: string, house: House & StackProps & { readonly lanesDead: IQueue }) {
    super(scope, id, house);
    this.apiStage = new ApiStage(this, 'ApiStage', house);
    const trail = new DecryptTrail(this, 'Trail', house);
    this.alarms = new Alarms(this, 'Alarms', { ...house, boundary: trail.boundaryTouched });
    this.dashboard = new HouseDashboard(this, 'Dashboard', {
      ...house,
      alarms: this.alarms.all,
      readings: trail.readings,
    });
  }
}
