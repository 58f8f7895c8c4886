import type { Deployment, FunctionResource } from '../deployment.ts';
import { readApi, readRoutes, readSignIn } from './api.ts';
import type { Stack } from './assembly.ts';
import { readBuckets } from './buckets.ts';
import { readEdge } from './edge.ts';
import { deployOnlyArns, readEventSources, readFunctions, readSchedules } from './functions.ts';
import { resolveResources } from './resources.ts';
import { isFollowed, refuseUnknownTypes } from './resource-types.ts';
import { readRoles } from './roles.ts';
import { readRotations } from './rotations.ts';
import { readKeys, readQueues, readSecrets, readTables } from './stores.ts';
import { TemplateProblem } from './template-problem.ts';
import { readTrailLogGroup } from './trail-log-group.ts';

/** Where the local system listens: queue URLs point to `awsPort`, the public origin to `origin`. */
export type LocalPlaces = { readonly awsPort: number; readonly origin: string };

/**
 * Turns the stacks of a cloud assembly into the one `Deployment` that the local system runs (DESIGN §7). The
 * distribution's own address in a function's environment becomes `origin`, because the gateway plays the edge.
 */
export function readDeployment(stage: string, stacks: readonly Stack[], places: LocalPlaces): Deployment {
  refuseUnknownTypes(stacks);
  const [first] = stacks;
  if (first === undefined) {
    throw new TemplateProblem('The cloud assembly', 'holds no stacks');
  }
  const resources = resolveResources(stacks, isFollowed, places.awsPort);
  const deployOnly = deployOnlyArns(resources);
  const api = readApi(resources);
  const edge = readEdge(resources, api.domainName);
  const functions = readFunctions(resources, deployOnly).map(lambda =>
    atLocalOrigin(lambda, edge.domains, places.origin),
  );
  const signIn = readSignIn(resources);
  const trailLogGroup = readTrailLogGroup(resources);
  return {
    stage,
    account: first.account,
    region: first.region,
    tables: readTables(resources),
    buckets: readBuckets(resources),
    keys: readKeys(resources),
    queues: readQueues(resources),
    secrets: readSecrets(resources),
    roles: readRoles(resources, deployOnly),
    functions,
    routes: readRoutes(resources, functions),
    eventSources: readEventSources(resources, functions),
    schedules: readSchedules(resources, functions),
    rotations: readRotations(resources, functions, first.account),
    edge,
    api,
    ...(signIn && { signIn }),
    ...(trailLogGroup && { trailLogGroup }),
  };
}

function atLocalOrigin(
  lambda: FunctionResource,
  domains: readonly string[],
  origin: string,
): FunctionResource {
  const environment = Object.entries(lambda.environment).map(([name, value]) => {
    const local = domains.reduce((text, domain) => text.replaceAll(`https://${domain}`, origin), value);
    return [name, local] as const;
  });
  return { ...lambda, environment: Object.fromEntries(environment) };
}
