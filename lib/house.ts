import { type App, Tags } from 'aws-cdk-lib';
import { holdCodeMessages } from './code-messages.ts';
import { makeEnvironment, type Environment } from './environment.ts';
import { namesOf, type Names } from './names.ts';
import { CustodianStack } from './stacks/custodian-stack.ts';
import { MarketerStack } from './stacks/marketer-stack.ts';
import { PulseStack } from './stacks/pulse-stack.ts';
import { ShopperStack } from './stacks/shopper-stack.ts';
import { StoreStack } from './stacks/store-stack.ts';
import { VaultStack } from './stacks/vault-stack.ts';
import { WatchStack } from './stacks/watch-stack.ts';
import { WebStack } from './stacks/web-stack.ts';
import type { Stage } from './stage.ts';

/** What a room is built in: the stage, the stacks before it, and the folder of built code and pages. */
export type House = {
  readonly stage: Stage;
  readonly names: Names;
  readonly vault: VaultStack;
  readonly web: WebStack;
  readonly environment: Environment;
  readonly assets: string;
};

/**
 * Builds every stack in the one order that is not circular: vault, web, rooms, watch (boundary.md A4–A6). `assets` is
 * the folder that holds `lambdas/<function>/index.mjs` and `web/index.html`.
 */
export function buildHouse(app: App, stage: Stage, assets: string): House {
  const names = namesOf(stage.stage);
  const common = {
    stage,
    names,
    env: { region: stage.region, ...(stage.account ? { account: stage.account } : {}) },
    terminationProtection: stage.protect,
  };
  const vault = new VaultStack(app, names.stack('vault'), common);
  const web = new WebStack(app, names.stack('web'), {
    ...common,
    edgeSecret: vault.edge,
    staff: vault.staff,
    assets,
  });
  holdCodeMessages(stage, web);
  const environment = makeEnvironment(stage, vault, web);
  const house = { ...common, vault, web, environment, assets };
  const custodian = new CustodianStack(app, names.stack('custodian'), house);
  const rooms = [
    new ShopperStack(app, names.stack('shopper'), house),
    new StoreStack(app, names.stack('store'), house),
    new MarketerStack(app, names.stack('marketer'), house),
    custodian,
    new PulseStack(app, names.stack('pulse'), { ...house, lanes: custodian.lanes.queue }),
  ];
  const watch = new WatchStack(app, names.stack('watch'), { ...house, lanesDead: custodian.lanes.dead });
  for (const room of rooms) {
    watch.addStackDependency(room);
  }
  Tags.of(app).add('project', 'mogiri');
  Tags.of(app).add('stage', stage.stage);
  return house;
}
