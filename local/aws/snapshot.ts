import { deployRoles, type Engines } from './engines.ts';
import { isObject } from './fields.ts';

const kept = ['dynamodb', 'kms', 'sns', 'secrets', 'iam', 'sqs', 's3', 'cognito', 'logs'] as const;

/** Everything the engines want to keep, as JSON text. Holds key material and numbers: it belongs to the local machine only. */
export async function snapshotWorld(engines: Engines): Promise<string> {
  const states: Record<string, unknown> = { version: 1 };
  for (const name of kept) states[name] = await engines[name].snapshot();
  return JSON.stringify(states);
}

/**
 * Takes a snapshot back. Policies come from today's templates with yesterday's secret values, except where an IAM call
 * had changed them.
 */
export async function restoreWorld(engines: Engines, json: string): Promise<void> {
  const states: unknown = JSON.parse(json);
  if (!isObject(states) || states['version'] !== 1) throw new Error('The saved local state has another form');
  await engines.secrets.restore(states['secrets']);
  deployRoles(engines.roles, engines.secrets);
  for (const name of kept) {
    if (name !== 'secrets' && states[name] != null) await engines[name].restore(states[name]);
  }
}
