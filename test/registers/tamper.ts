import type { System } from '../../local/system.ts';

type Dynamo = System['world']['dynamodb'];

/** The physical name of a table, by a part of it. */
export function tableOf({ deployment }: System, part: string): string {
  const table = deployment.tables.find(({ name }) => name.toLowerCase().includes(part));
  if (table === undefined) throw new Error(`there is no table ${part}`);
  return table.name;
}

/** Does something to a table as nobody may: in the engine, past the door and its policies. */
export function tamper(system: System, operation: string, body: Record<string, unknown>) {
  const call = { nowMs: system.clock.now(), requestId: 'tampering' } as Parameters<Dynamo['handle']>[2];
  return system.world.dynamodb.handle(operation, body, call);
}

/** Takes away what the archive knows of its last root, as a Book that is restored from a backup would. */
export async function forgetPlace(system: System): Promise<void> {
  const Key = { pk: { S: 'ARCHIVE' }, sk: { S: 'LAST' } };
  await tamper(system, 'DeleteItem', { TableName: tableOf(system, 'book'), Key });
}
