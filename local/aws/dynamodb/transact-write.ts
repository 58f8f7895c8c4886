import { AwsError } from '../aws-error.ts';
import type { Answer, Body } from '../engine.ts';
import { isObject, objectsAt } from '../fields.ts';
import type { ItemLocks } from './item-locks.ts';
import {
  asRefusal,
  cancelled,
  conflictReason,
  invalid,
  noReason,
  type CancellationReason,
} from './refusals.ts';
import type { Tables } from './tables.ts';
import { consumedCapacity, sumUnits, totalUnits, writeUnits, type TableUnits } from './units.ts';
import { readWrite, tryWrite, type TriedWrite, type Write } from './write.ts';

const operationOf: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
};

type Member = { readonly kind: string; readonly body: Body; readonly write: Write };
type Outcome = TriedWrite | CancellationReason;

/**
 * TransactWriteItems: every condition is tried on overlays while the items are held, then all changes are made in one
 * batch. An item that another transaction holds cancels this one with TransactionConflict, as DynamoDB does.
 */
export async function transactWrite(tables: Tables, locks: ItemLocks, body: Body): Promise<Answer> {
  const members = readMembers(tables, body);
  const names = members.map(member => member.write.lockName);
  const held = locks.begin(names);
  if (held.length > 0) {
    throw cancelled(names.map((_, place) => (held.includes(place) ? conflictReason : noReason)));
  }
  try {
    await locks.settled(names);
    return await prepareAndCommit(tables, members, body['ReturnConsumedCapacity']);
  } finally {
    locks.end(names);
  }
}

async function prepareAndCommit(tables: Tables, members: readonly Member[], asked: unknown): Promise<Answer> {
  const outcomes = await Promise.all(members.map(member => tryMember(tables, member)));
  const tried = outcomes.filter(outcome => 'overlay' in outcome);
  if (tried.length < outcomes.length) {
    throw cancelled(outcomes.map(outcome => ('overlay' in outcome ? noReason : outcome)));
  }
  const changes = tried.filter((_, place) => members[place]?.kind !== 'ConditionCheck');
  await tables.store.db.batch(changes.flatMap(change => change.overlay.operations));
  const cost = sumUnits(tried.map((outcome, place) => costOf(members[place], outcome)));
  return { body: capacityBody(cost, asked), units: totalUnits(cost) };
}

/** The answer to a repeated token: nothing is written again, the items are read. */
export function repeatedAnswer(first: Answer, asked: unknown): Answer {
  const read = first.units?.write ?? 0;
  const table = objectsAt(first.body, 'ConsumedCapacity').map(part => String(part['TableName']));
  const parts = table.map(name => ({ table: name, units: { read, write: 0 }, indexes: {} }));
  return { body: capacityBody(parts, asked), units: { read, write: 0 } };
}

async function tryMember(tables: Tables, member: Member): Promise<Outcome> {
  const keepItem = member.body['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
  try {
    return await tryWrite(tables.store, member.write, keepItem);
  } catch (error) {
    const refusal = asRefusal(error);
    const item = refusal.members['Item'];
    const code =
      refusal.code === 'ValidationException' ? 'ValidationError' : refusal.code.replace(/Exception$/, '');
    return {
      Code: code,
      Message: refusal.message,
      ...(isObject(item) ? { Item: item as NonNullable<CancellationReason['Item']> } : {}),
    };
  }
}

function costOf(member: Member | undefined, tried: TriedWrite): TableUnits {
  if (member === undefined) throw new Error('an outcome without its member');
  const { before, after } = tried.overlay;
  return writeUnits(member.write.table, before, member.kind === 'ConditionCheck' ? before : after, 2);
}

function capacityBody(cost: readonly TableUnits[], asked: unknown): Body {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return {};
  return { ConsumedCapacity: cost.map(part => consumedCapacity(part, asked, true)) };
}

function readMembers(tables: Tables, body: Body): readonly Member[] {
  const items = objectsAt(body, 'TransactItems');
  if (items.length < 1 || items.length > 100) {
    throw invalid("Member must have length less than or equal to 100 and at least 1 at 'transactItems'");
  }
  const members = items.map(item => readMember(tables, item));
  if (new Set(members.map(member => member.write.lockName)).size < members.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  return members;
}

function readMember(tables: Tables, item: Body): Member {
  const kinds = Object.keys(item);
  const kind = kinds[0] ?? '';
  const operation = operationOf[kind];
  const body = item[kind];
  if (kinds.length !== 1 || operation === undefined || !isObject(body)) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (kind === 'ConditionCheck' && body['ConditionExpression'] === undefined) {
    throw invalid("The parameter 'ConditionExpression' is required but was not present in the request");
  }
  if (kind === 'Update' && body['UpdateExpression'] === undefined) {
    throw invalid("The parameter 'UpdateExpression' is required but was not present in the request");
  }
  const { ReturnValues: _, ...plain } = body;
  try {
    return { kind, body, write: readWrite(tables, operation, plain) };
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw asRefusal(error);
  }
}
