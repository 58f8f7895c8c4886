import { join } from 'node:path';
import { readStage } from '../../lib/stage.ts';
import type {
  BucketResource,
  Deployment,
  KeyResource,
  RoleResource,
  TableResource,
} from '../../local/deployment.ts';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { readAssembly } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { isFollowed } from '../../local/templates/resource-types.ts';
import { resolveResources, type Resource } from '../../local/templates/resources.ts';
import { resolveSecretReferences } from '../../local/templates/secret-references.ts';

/**
 * What the proofs are about: the resolved deployment, every resource with a policy in it, the stacks in the order
 * they deploy, and the ARNs of the key administrators that the stage names. The login's external id is `currentEpoch`.
 */
export type ProvenHouse = {
  readonly deployment: Deployment;
  readonly resources: readonly Resource[];
  readonly stacks: readonly string[];
  readonly administrators: readonly string[];
};

/** The external id that stands in the login secret while a proof runs. */
export const currentEpoch = 'external-id-of-this-epoch';

/** Reads the templates of a cloud assembly, those of `cdk.out` unless told otherwise; `stage` names its config file. */
export function readHouse(stage = 'dev', folder = join(projectRoot, 'cdk.out')): ProvenHouse {
  const stacks = readAssembly(folder);
  const places = { awsPort: 1, origin: 'https://origin.invalid' };
  const { stage: stageName, keyAdministrators } = readStage(stage, projectRoot);
  const secretString = () => JSON.stringify({ epoch: 1, externalId: currentEpoch });
  const deployment = readDeployment(stageName, stacks, places);
  return {
    deployment: { ...deployment, roles: resolveSecretReferences(deployment.roles, secretString) },
    resources: resolveResources(stacks, type => isFollowed(type) || type.endsWith('Policy'), 1).all,
    stacks: stacks.map(stack => stack.name),
    administrators: keyAdministrators,
  };
}

/** A name as the proofs write it: the last part of an ARN without the stage's prefix and generated endings. */
export function shortName(house: ProvenHouse, arnOrName: string): string {
  const name =
    arnOrName
      .slice(arnOrName.lastIndexOf('/') + 1)
      .split(':')
      .at(-1) ?? arnOrName;
  return name.replace(`mogiri-${house.deployment.stage}-`, '').replaceAll(/[0-9A-F]{8,}/gu, '');
}

/** Whether the stage has the key that signs roots. */
export function hasSigningKey({ deployment }: ProvenHouse): boolean {
  return deployment.keys.some(key => key.aliases.includes(`alias/mogiri-${deployment.stage}-signing`));
}

/** The keys of the house, by the names that `keyNamed` takes. */
export function keyNames(house: ProvenHouse): readonly KeyName[] {
  return ['number', 'index', 'code', ...(hasSigningKey(house) ? (['signing'] as const) : [])];
}

/** The name of a key: who seals and opens numbers, finds them, derives codes, signs roots. */
export type KeyName = 'number' | 'index' | 'code' | 'signing';

/** The key behind `alias/mogiri-<stage>-<name>`: `number`, `index`, `code` or `signing`. */
export function keyNamed({ deployment }: ProvenHouse, name: string): KeyResource {
  const alias = `alias/mogiri-${deployment.stage}-${name}`;
  return found(
    deployment.keys.find(key => key.aliases.includes(alias)),
    alias,
  );
}

/** A table of DESIGN §4 by its name there: `Vault`, `Register`, `Gate`, `Book`. */
export function tableNamed({ deployment }: ProvenHouse, name: string): TableResource {
  return found(
    deployment.tables.find(table => table.name.includes(`Tables${name}`)),
    name,
  );
}

/** A bucket by the construct that it stands in: `archive`, `pages`, `trailown`. */
export function bucketNamed({ deployment }: ProvenHouse, name: string): BucketResource {
  return found(
    deployment.buckets.find(bucket => bucket.name.includes(`-${name}bucket`)),
    name,
  );
}

/** A role by its name without `mogiri-<stage>-`. */
export function roleNamed({ deployment }: ProvenHouse, name: string): RoleResource {
  return found(
    deployment.roles.find(role => role.name === `mogiri-${deployment.stage}-${name}`),
    name,
  );
}

function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`there is no ${name} in the templates`);
  return thing;
}
