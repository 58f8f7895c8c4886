import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { buildHouse } from '../lib/house.ts';
import { readStage } from '../lib/stage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));

// The CLI hands its context over by itself; without the CLI, what cdk.json says has to be read here.
const app = new App({ context, outdir: process.env['CDK_OUTDIR'] ?? join(root, 'cdk.out') });
const stage = readStage(app.node.getContext('stage'), root);
const house = buildHouse(app, stage, resolve(root, app.node.tryGetContext('assets') ?? 'dist'));
if (app.node.tryGetContext('nag') === true || app.node.tryGetContext('nag') === 'true') {
  const { checkRules } = await import('../lib/nag.ts');
  checkRules(app, house);
}
app.synth();
