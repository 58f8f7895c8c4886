import type { StoreId } from '../domain/ids.ts';
import type { Store, StoreChange } from '../domain/store.ts';
import { setFields, type Dynamo } from './dynamo.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

/** Changes what is named of a store in one write, whatever it was; the store afterwards, or undefined when there is none. */
export async function changeStore(
  dynamo: Dynamo,
  book: string,
  id: StoreId,
  { name, group }: StoreChange,
): Promise<Store | undefined> {
  const { set, ...sets } = setFields({ name, group: group ?? undefined });
  const setting = set === '' ? {} : { ExpressionAttributeValues: sets.ExpressionAttributeValues };
  const [leaves, named] = group === null ? ['REMOVE #group', { '#group': 'group' }] : ['', {}];
  const { ok, item } = await dynamo.update({
    TableName: book,
    Key: bookKeys.store(id),
    UpdateExpression: `${set === '' ? '' : `SET ${set}`} ${leaves}`.trim(),
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { ...sets.ExpressionAttributeNames, ...named },
    ...setting,
  });
  return ok ? readItem<Store>(itemOf.store, item) : undefined;
}
