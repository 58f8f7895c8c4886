import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { System } from '../local/system.ts';
import type { Outside } from './redemption-clients.ts';
import type { Figure } from './table.ts';

function outsideOf({ origin, world, deployment }: System): Outside {
  const role = deployment.roles.find(({ name }) => name.endsWith('-shopper-redeem'));
  const keys = world.issueCredentials({ roleArn: role?.arn ?? '', sessionName: 'bench' });
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const tableOf = (part: string) =>
    deployment.tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
  return {
    origin,
    endpoint: world.endpoint,
    region: deployment.region,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    tables: { book: tableOf('book'), gate: tableOf('gate') },
  };
}

/**
 * A redemption through the whole stack and its bare transaction, each beside one raw conditional write through the SDK on
 * the same engine. Who asks has a thread of their own, as a phone and a function have: in the engine's thread the raw
 * write would meet no boundary that the redemption meets a dozen times.
 */
export async function measureRedemption(system: System): Promise<Figure[]> {
  const clients = new Worker(new URL('./redemption-clients.ts', import.meta.url), {
    workerData: outsideOf(system),
  });
  const [figures] = (await once(clients, 'message')) as [Figure[]];
  await clients.terminate();
  return figures;
}
