import { chainParts, registerKinds } from '../domain/register.ts';
import type { MovedChains, Movement, Movements } from '../domain/root-span.ts';
import type { Dynamo, Item } from './dynamo.ts';
import { registerKeys } from './keys.ts';
import { chainName } from './register-items.ts';

const parts = Array.from({ length: chainParts }, (_, part) => part);

/** Where chains are named by time: those that began, kind by kind, and those that moved on. */
const partitions = parts.flatMap(part => [
  registerKeys.moved(part),
  ...registerKinds.map(kind => registerKeys.directory(kind, part)),
]);

function readMovement(item: Item): Movement {
  const { kind, chain, sk } = chainName.parse(item);
  return { kind, chain, atMs: Math.floor(sk / 1000) };
}

/** The movements of one partition; where there are more than `most`, all before the time of the last one read. */
async function partition(
  dynamo: Dynamo,
  table: string,
  pk: string,
  ...[fromMs, toMs, most = Infinity]: Parameters<MovedChains['movedIn']>
): Promise<Movements> {
  const movements: Movement[] = [];
  let next: Item | undefined;
  do {
    const page = await dynamo.query({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
      ExpressionAttributeValues: { ':pk': pk, ':from': fromMs * 1000, ':last': toMs * 1000 - 1 },
      ConsistentRead: true,
      ExclusiveStartKey: next,
      ...(most === Infinity ? {} : { Limit: most - movements.length }),
    });
    movements.push(...page.items.map(readMovement));
    next = page.next;
  } while (next !== undefined && movements.length < most);
  return { movements, completeToMs: next === undefined ? toMs : (movements.at(-1)?.atMs ?? toMs) };
}

/** Finds chains by when they moved, read consistently: a row that is written is seen (decision 0019). */
export function makeMovedChains(dynamo: Dynamo, table: string): MovedChains {
  return {
    movedIn: async (fromMs, toMs, most) => {
      if (fromMs >= toMs) return { movements: [], completeToMs: toMs };
      const found = await Promise.all(partitions.map(pk => partition(dynamo, table, pk, fromMs, toMs, most)));
      return {
        movements: found.flatMap(({ movements }) => movements),
        completeToMs: Math.min(...found.map(({ completeToMs }) => completeToMs)),
      };
    },
  };
}
