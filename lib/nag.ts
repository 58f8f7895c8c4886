import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledgementsFor } from './acknowledgements.ts';
import type { House } from './house.ts';

/**
 * Puts the AwsSolutions and Serverless rule packs before synthesis, with the findings that are meant acknowledged one
 * by one. Any other finding stops the synthesis. Costs about three seconds, so `npm start` leaves it out.
 */
export function checkRules(app: App, house: House): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
  for (const { path, id, reason } of acknowledgementsFor(house)) {
    const at = app.node.findAll().find(construct => construct.node.path === path);
    if (!at) {
      throw new Error(`a finding is acknowledged at ${path}, where nothing stands`);
    }
    Validations.of(at).acknowledge({ id, reason });
  }
}
