import type { Dynamo, Item, Query } from './dynamo.ts';

/** The items of a query page by page, read on only as far as somebody asks. */
export async function* pagesOf(dynamo: Dynamo, input: Query): AsyncGenerator<Item[]> {
  let next: Item | undefined;
  do {
    const page = await dynamo.query({ ...input, ExclusiveStartKey: next });
    yield page.items;
    next = page.next;
  } while (next !== undefined);
}

/** All items of a query; only for those that are few by nature. */
export async function allOf(dynamo: Dynamo, input: Query): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of pagesOf(dynamo, input)) all.push(...items);
  return all;
}
