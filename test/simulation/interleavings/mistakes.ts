import type { Dynamo, Write } from '../../../lambdas/aws/dynamo.ts';

/** A mistake to plant: the writes whose condition is asked beforehand, by the key of the item; `scene` is where it shows. */
export type Mistake = {
  readonly what: string;
  readonly scene: number;
  readonly hits: (pk: string, sk: unknown) => boolean;
};

/** Mistakes that a schedule must find: each reads first and writes afterwards. */
export const mistakes: readonly Mistake[] = [
  { what: 'the counters of many', scene: 1, hits: pk => /^CNT#(?:prefix|budget)/u.test(pk) },
  { what: 'the counters of few', scene: 0, hits: pk => /^CNT#(?:number|address)/u.test(pk) },
  { what: 'the tries of a challenge', scene: 3, hits: pk => pk.startsWith('CHL#') },
  { what: 'the state of a challenge', scene: 2, hits: pk => pk.startsWith('CHL#') },
  {
    what: 'consents and whose a number is',
    scene: 4,
    hits: (pk, sk) => sk === 'CONSENTS' || pk.startsWith('NUM#'),
  },
];

type Conditional = {
  readonly TableName?: string | undefined;
  readonly Key?: Record<string, unknown> | undefined;
  readonly Item?: Record<string, unknown> | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
};

/** Names and values that an expression uses; others are an error. */
function usedIn(expression: string, { ExpressionAttributeNames, ExpressionAttributeValues }: Conditional) {
  const used = ([name]: readonly [string, unknown]) => new RegExp(`${name}\\b`, 'u').test(expression);
  const names = Object.entries(ExpressionAttributeNames ?? {}).filter(used);
  const values = Object.entries(ExpressionAttributeValues ?? {}).filter(used);
  return {
    ...(names.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

function keyOf({ Key, Item }: Conditional): Record<string, unknown> {
  if (Key !== undefined) return Key;
  return Item?.['sk'] === undefined ? { pk: Item?.['pk'] } : { pk: Item['pk'], sk: Item['sk'] };
}

/** The condition of a write alone. */
function checkOf(write: Conditional): Write {
  const { TableName, ConditionExpression = '' } = write;
  return {
    ConditionCheck: {
      TableName,
      Key: keyOf(write),
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...usedIn(ConditionExpression, write),
    },
  };
}

/** The write without its condition. */
function withoutCondition<T extends Conditional>(write: T): T {
  const {
    ConditionExpression: _c,
    ExpressionAttributeNames: _n,
    ExpressionAttributeValues: _v,
    ...bare
  } = write;
  return { ...bare, ...usedIn(write.UpdateExpression ?? '', write) } as T;
}

/** A Dynamo under which some writes read first and write afterwards. */
export function readsFirst(dynamo: Dynamo, { hits }: Mistake): Dynamo {
  const isHit = (write: Conditional | undefined): write is Conditional => {
    const { pk, sk } = write === undefined ? {} : keyOf(write);
    return write?.ConditionExpression !== undefined && hits(String(pk), sk);
  };
  const innerOf = ({ Put, Update }: Write): Conditional | undefined => Put ?? Update;
  return {
    ...dynamo,
    update: async input => {
      if (!isHit(input)) return dynamo.update(input);
      const seen = await dynamo.transact([checkOf(input)]);
      return seen.ok ? dynamo.update(withoutCondition(input)) : { ok: false, item: seen.refused.get(0) };
    },
    transact: async writes => {
      const places = [...writes.keys()].filter(place => isHit(innerOf(writes[place] ?? {})));
      if (places.length === 0) return dynamo.transact(writes);
      const checks = places.map(place => checkOf(innerOf(writes[place] ?? {}) ?? {}));
      const seen = await dynamo.transact(checks);
      if (!seen.ok)
        return {
          ok: false,
          refused: new Map([...seen.refused].map(([at, item]) => [places[at] ?? -1, item])),
        };
      return dynamo.transact(
        writes.map((write, place) => {
          if (!places.includes(place)) return write;
          return write.Put
            ? { Put: withoutCondition(write.Put) }
            : { Update: withoutCondition(write.Update ?? {}) };
        }) as Write[],
      );
    },
  };
}
