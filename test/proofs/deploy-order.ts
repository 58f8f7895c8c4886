import { distinct, type Finding } from './finding.ts';
import { type ProvenHouse, shortName } from './proven-house.ts';
import { loginKeeper } from './promises.ts';
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

/**
 * Only our API may invoke a function, and Secrets Manager the rotator alone, for the login of this account; each by
 * a permission that names whence it comes.
 */
export function proveClosedFunctions(house: ProvenHouse): readonly Finding[] {
  const open = house.resources.filter(({ type, properties }) => {
    if (type === 'AWS::Lambda::Url') return true;
    return type === 'AWS::Lambda::Permission' && !isClosed(house, properties);
  });
  return distinct(
    open.map(({ place, properties }) => ({
      name: 'open-function',
      who: place,
      example: String(properties['Principal']),
    })),
  );
}

function isClosed({ deployment }: ProvenHouse, properties: Resource['properties']): boolean {
  const { region, account, api, functions, secrets, stage } = deployment;
  if (properties['Action'] !== 'lambda:InvokeFunction') return false;
  const from = String(properties['SourceArn']);
  if (properties['Principal'] === 'apigateway.amazonaws.com') {
    return from.startsWith(`arn:aws:execute-api:${region}:${account}:${api.id}/`);
  }
  const rotator = functions.find(({ name }) => name === `mogiri-${stage}-${loginKeeper}`);
  const login = secrets.find(({ name }) => name === `mogiri-${stage}-custodian-login`);
  return (
    properties['Principal'] === 'secretsmanager.amazonaws.com' &&
    properties['FunctionName'] === rotator?.arn &&
    properties['SourceAccount'] === account &&
    from === login?.arn
  );
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
