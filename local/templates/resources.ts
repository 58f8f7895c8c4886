import type * as z from 'zod';
import { prettifyError } from 'zod';
import type { Stack } from './assembly.ts';
import { conditionHolds, resolveIntrinsics, type Surroundings } from './intrinsics.ts';
import { identify, type Identity } from './physical-ids.ts';
import { TemplateProblem } from './template-problem.ts';

/** One resource of the templates, resolved: where it stands, its physical identity and its properties. */
export type Resource = {
  readonly place: string;
  readonly type: string;
  readonly stack: Stack;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** Every resource of all stacks by type, and a resolver for values that stand elsewhere (outputs). */
export type Resources = {
  readonly all: readonly Resource[];
  ofType(type: string): readonly Resource[];
  output(stackName: string, outputName: string): unknown;
};

/**
 * Resolves the properties of the resources whose type `wanted` accepts, over all stacks; the others are only named,
 * so that what refers to them still resolves. `awsPort` is where queue URLs point.
 */
export function resolveResources(
  stacks: readonly Stack[],
  wanted: (type: string) => boolean,
  awsPort: number,
): Resources {
  const surroundings = new Map(
    stacks.map(stack => [stack.name, makeSurroundings(stack, stacks, awsPort, surroundingsOf)]),
  );
  function surroundingsOf(stack: Stack): Surroundings {
    const around = surroundings.get(stack.name);
    if (around === undefined) {
      throw new TemplateProblem(stack.name, 'is not one of the stacks');
    }
    return around;
  }
  const all = stacks.flatMap(stack => resourcesOf(stack, surroundingsOf(stack), wanted, awsPort));
  return {
    all,
    ofType: type => all.filter(resource => resource.type === type),
    output: (stackName, outputName) => outputOf(stacks, stackName, outputName, surroundingsOf),
  };
}

/** Reads a resource's properties through a schema; refuses with the resource's place when they do not fit. */
export function readProperties<Schema extends z.ZodType>(
  schema: Schema,
  resource: Resource,
): z.output<Schema> {
  const parsed = schema.safeParse(resource.properties);
  if (!parsed.success) {
    throw new TemplateProblem(resource.place, prettifyError(parsed.error));
  }
  return parsed.data;
}

function resourcesOf(
  stack: Stack,
  around: Surroundings,
  wanted: (type: string) => boolean,
  awsPort: number,
): readonly Resource[] {
  return Object.entries(stack.template.Resources)
    .filter(([, resource]) => conditionHolds(resource.Condition, around))
    .map(([logicalId, resource]) => {
      const place = `${stack.name}/${logicalId}`;
      const properties = wanted(resource.Type) ? resolveIntrinsics(resource.Properties, around, place) : {};
      return {
        ...identityOf(stack, logicalId, around, awsPort),
        place,
        type: resource.Type,
        stack,
        properties: properties as Readonly<Record<string, unknown>>,
      };
    });
}

function makeSurroundings(
  stack: Stack,
  stacks: readonly Stack[],
  awsPort: number,
  of: (stack: Stack) => Surroundings,
): Surroundings {
  return {
    stack,
    refOf: logicalId => identityOf(stack, logicalId, of(stack), awsPort).ref,
    attributeOf: (logicalId, attribute) => {
      const found = identityOf(stack, logicalId, of(stack), awsPort).attributes[attribute];
      if (found === undefined) {
        throw new TemplateProblem(
          `${stack.name}/${logicalId}`,
          `the attribute ${attribute} is not known to the local system`,
        );
      }
      return found;
    },
    exported: name => exportedValue(stacks, name, of),
    outputOf: (stackName, outputName) => outputOf(stacks, stackName, outputName, of),
  };
}

function identityOf(stack: Stack, logicalId: string, around: Surroundings, awsPort: number): Identity {
  const resource = stack.template.Resources[logicalId];
  if (resource === undefined) {
    throw new TemplateProblem(stack.name, `refers to ${logicalId}, which is not there`);
  }
  return identify({
    type: resource.Type,
    stack: stack.name,
    logicalId,
    account: stack.account,
    region: stack.region,
    awsPort,
    given: property => {
      const value = resource.Properties[property];
      const resolved =
        value === undefined ? undefined : resolveIntrinsics(value, around, `${stack.name}/${logicalId}`);
      return typeof resolved === 'string' ? resolved : undefined;
    },
  });
}

function exportedValue(stacks: readonly Stack[], name: string, of: (stack: Stack) => Surroundings): unknown {
  for (const stack of stacks) {
    for (const [outputName, output] of Object.entries(stack.template.Outputs)) {
      const place = `${stack.name}/${outputName}`;
      if (output.Export !== undefined && resolveIntrinsics(output.Export.Name, of(stack), place) === name) {
        return resolveIntrinsics(output.Value, of(stack), place);
      }
    }
  }
  throw new TemplateProblem('Fn::ImportValue', `no stack exports ${name}`);
}

function outputOf(
  stacks: readonly Stack[],
  stackName: string,
  outputName: string,
  of: (stack: Stack) => Surroundings,
): unknown {
  const stack = stacks.find(candidate => candidate.name === stackName);
  const output = stack?.template.Outputs[outputName];
  if (stack === undefined || output === undefined) {
    throw new TemplateProblem(
      'Fn::GetStackOutput',
      `there is no output ${outputName} of a stack ${stackName}`,
    );
  }
  return resolveIntrinsics(output.Value, of(stack), `${stackName}/${outputName}`);
}
