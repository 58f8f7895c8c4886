import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { TemplateProblem } from './template-problem.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resourceSchema).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
});

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional() })
        .loose()
        .optional(),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({ source: z.object({ path: z.string().optional() }).loose() }).loose(),
  ),
});

/** One CloudFormation template with its intrinsics still in it. */
export type Template = z.infer<typeof templateSchema>;

/** One stack of a cloud assembly: where it is deployed, its template, and the folders of its assets by content hash. */
export type Stack = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
};

/** Checks the shape of a template that was parsed from JSON; refuses one that is none. */
export function parseTemplate(place: string, value: unknown): Template {
  const parsed = templateSchema.safeParse(value);
  if (!parsed.success) {
    throw new TemplateProblem(place, `not a template: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Reads every stack of a cloud assembly folder (`cdk.out`), those that others depend on first. */
export function readAssembly(folder: string): readonly Stack[] {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) {
    throw new TemplateProblem(folder, 'there is no cloud assembly here; run `npm run synth`');
  }
  const { artifacts } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return inOrder(artifacts).map(name => {
    const { properties, environment } = artifacts[name] ?? {};
    const templateFile = join(folder, properties?.templateFile ?? `${name}.template.json`);
    return {
      name: properties?.stackName ?? name,
      ...placeOf(environment),
      template: parseTemplate(name, JSON.parse(readFileSync(templateFile, 'utf8'))),
      assets: readAssets(folder, templateFile.replace(/\.template\.json$/, '.assets.json')),
    };
  });
}

function inOrder(artifacts: z.infer<typeof manifestSchema>['artifacts']): readonly string[] {
  const ordered: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const artifact = artifacts[name];
    if (artifact === undefined || seen.has(name)) {
      return;
    }
    seen.add(name);
    artifact.dependencies.forEach(visit);
    if (artifact.type === 'aws:cloudformation:stack') {
      ordered.push(name);
    }
  };
  Object.keys(artifacts).forEach(visit);
  return ordered;
}

function placeOf(environment = ''): { readonly account: string; readonly region: string } {
  const [account = '', region = ''] = environment.replace('aws://', '').split('/');
  return {
    account: /^\d{12}$/.test(account) ? account : '000000000000',
    region: region === '' || region.startsWith('unknown') ? 'ap-northeast-1' : region,
  };
}

function readAssets(folder: string, file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) {
    return new Map();
  }
  const { files } = assetsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(Object.entries(files).map(([hash, asset]) => [hash, join(folder, asset.source.path ?? '')]));
}
