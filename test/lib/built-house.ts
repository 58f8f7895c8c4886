import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { settingsOf } from '../../lambdas/settings.ts';
import { buildHouse, type House } from '../../lib/house.ts';
import { readStage, type Stage } from '../../lib/stage.ts';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A resource of a template, with its properties open to any question. */
export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** A house with its templates by stack (`vault`, `web`, …), in the order they deploy. */
export type Built = {
  readonly app: App;
  readonly house: House;
  readonly templates: Readonly<Record<string, Template>>;
};

/** Stack names in deploy order. */
export const order = ['vault', 'web', 'custodian', 'shopper', 'store', 'marketer', 'pulse', 'watch'] as const;

const passing: string[] = [];
process.once('exit', () => passing.forEach(folder => rmSync(folder, { recursive: true, force: true })));

/** A new folder in the system's place for such things, gone when the tests of a file are done. */
export function passingFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `mogiri-${name}-`));
  passing.push(folder);
  return folder;
}

/**
 * An app as the CLI would start it, before anything stands in it. CloudFormation's own rules, and the report that prints
 * warnings, are left to `app.test.ts`.
 */
export function emptyApp(): App {
  return new App({
    context: { ...cdkContext(), '@aws-cdk/core:annotationsInValidationReport': false },
    builtinCloudFormationValidation: false,
    outdir: passingFolder('out'),
  });
}

/** A folder with the smallest built code and pages, so that stacks can be synthesized without a build. */
export function fixtureAssets(): string {
  const assets = passingFolder('assets');
  for (const name of Object.keys(settingsOf)) {
    write(join(assets, 'lambdas', name), 'index.mjs', 'export const handler = () => undefined;\n');
  }
  write(join(assets, 'web'), 'index.html', '<!doctype html><title>fixture</title>\n');
  return assets;
}

/** The context of `cdk.json`, as the CLI would hand it over. */
export function cdkContext(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')).context;
}

/** Builds the stage of `config/<name>.json`, with `change` applied to it, without synthesizing yet. */
export function plan(name: string, change: (stage: Stage) => Stage = stage => stage) {
  const app = emptyApp();
  const house = buildHouse(app, change(readStage(name, root)), fixtureAssets());
  return { app, house };
}

/** Builds and synthesizes a stage. */
export function build(name: string, change?: (stage: Stage) => Stage): Built {
  const { app, house } = plan(name, change);
  const stacks = app.node.children.filter(child => Stack.isStack(child));
  const byName = stacks.map(stack => [stack.stackName.split('-').at(-1), Template.fromStack(stack)]);
  return { app, house, templates: Object.fromEntries(byName) };
}

/** The template of one stack. */
export function templateOf(built: Built, stack: (typeof order)[number]): Template {
  const template = built.templates[stack];
  if (!template) {
    throw new Error(`there is no stack ${stack}`);
  }
  return template;
}

/** Resources of one type in a stack, by logical id. */
export function resources(
  built: Built,
  stack: (typeof order)[number],
  type: string,
): Record<string, Resource> {
  return templateOf(built, stack).findResources(type) as Record<string, Resource>;
}

/** The only resource of this type whose logical id matches; more or fewer is a failure. */
export function only(built: Built, stack: (typeof order)[number], type: string, id = /./): Resource {
  const found = Object.entries(resources(built, stack, type)).filter(([logicalId]) => id.test(logicalId));
  const [first] = found;
  if (!first || found.length > 1) {
    throw new Error(`${found.length} resources ${type} match ${id} in ${stack}`);
  }
  return first[1];
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
}
