import { distinct, type Finding } from './finding.ts';
import { type ProvenHouse, shortName } from './proven-house.ts';
import { principalsOf } from './surplus.ts';
import type { Resource } from '../../local/templates/resources.ts';

/**
 * IAM, KMS and DynamoDB refuse a policy that names a principal which does not exist yet (DESIGN §10): every role that
 * a policy names must stand in the same stack or an earlier one.
 */
export function proveDeployOrder(house: ProvenHouse): readonly Finding[] {
  const stackOf = new Map(
    house.resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(({ attributes, stack }) => [attributes['Arn'], house.stacks.indexOf(stack.name)] as const),
  );
  const findings = house.resources.flatMap(resource =>
    namedIn(resource.properties)
      .filter(principal => /^arn:aws:(?:iam|sts):/u.test(principal) && !principal.endsWith(':root'))
      .filter(principal => (stackOf.get(principal) ?? Infinity) > house.stacks.indexOf(resource.stack.name))
      .map(principal => ({
        name: 'policy-before-principal' as const,
        who: resource.place,
        example: shortName(house, principal),
      })),
  );
  return distinct(findings);
}

/** Only our API may invoke a function, and only by a permission that names it. */
export function proveClosedFunctions(house: ProvenHouse): readonly Finding[] {
  const { region, account, api } = house.deployment;
  const ours = `arn:aws:execute-api:${region}:${account}:${api.id}/`;
  const open = house.resources.filter(({ type, properties }) => {
    if (type === 'AWS::Lambda::Url') return true;
    const byApi = properties['Principal'] === 'apigateway.amazonaws.com';
    const invokes = properties['Action'] === 'lambda:InvokeFunction';
    const closed = byApi && invokes && String(properties['SourceArn']).startsWith(ours);
    return type === 'AWS::Lambda::Permission' && !closed;
  });
  return open.map(({ place, properties }) => ({
    name: 'open-function',
    who: place,
    example: String(properties['Principal']),
  }));
}

function namedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(namedIn);
  const named = 'Effect' in value && 'Principal' in value ? principalsOf(value.Principal) : [];
  return [...named, ...inner];
}

/** A resource of the templates with other properties, for planting mistakes. */
export function changed(resource: Resource, properties: Readonly<Record<string, unknown>>): Resource {
  return { ...resource, properties: { ...resource.properties, ...properties } };
}
