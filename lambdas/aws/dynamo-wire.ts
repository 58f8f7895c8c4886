import type {
  AttributeValue,
  QueryCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** An item as it lies in a table. */
export type Item = Record<string, unknown>;

/** An item as it goes over the wire, each value with its type. */
type WireItem = Record<string, AttributeValue>;

/** A request of the SDK with plain values in it, where the wire has typed ones. */
type Plain<Input> = {
  readonly [K in keyof Input]: NonNullable<Input[K]> extends WireItem
    ? Item | Extract<Input[K], undefined>
    : Input[K];
};

/** One write of a transaction. */
export type Write = { readonly [K in keyof TransactWriteItem]: Plain<NonNullable<TransactWriteItem[K]>> };

/** A conditional update; how it is answered is the adapter's to say. */
export type Update = Omit<
  Plain<UpdateItemCommandInput>,
  'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'
>;

/** A query of one partition. */
export type Query = Plain<QueryCommandInput>;

/** Plain values, typed for the wire; what is undefined is left out. */
export const typed = (item: Item): WireItem => marshall(item, { removeUndefinedValues: true });

const typedFields = ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const;

/** A request as it goes over the wire, its values typed. */
export function onTheWire<Input extends object>(input: Plain<Input>): Input;
/** The same without its types. */
export function onTheWire(input: Partial<Record<(typeof typedFields)[number], Item>>): object {
  const values = typedFields.flatMap(name => {
    const value = input[name];
    return value === undefined ? [] : [[name, typed(value)] as const];
  });
  return { ...input, ...Object.fromEntries(values) };
}

/** A transaction's writes as they go over the wire. */
export function writesOnTheWire(writes: readonly Write[]): TransactWriteItem[] {
  return writes.map(write =>
    Object.fromEntries(Object.entries(write).map(([kind, input]) => [kind, onTheWire<object>(input)])),
  );
}

/** What came over the wire, as plain values. */
export const plain = (item: WireItem): Item => unmarshall(item);
