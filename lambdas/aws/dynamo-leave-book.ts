import * as z from 'zod/mini';
import { staffId, storeId, type StaffId } from '../domain/ids.ts';
import type { Leave, LeaveBook, Leavers, PinEnd } from '../domain/leave.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { noteWrite } from './dynamo-register-notes.ts';
import { appendWrites } from './dynamo-register.ts';
import { named, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const leaveItem = z.object({
  staffId: named(staffId),
  leftAtMs: z.number(),
  by: named(staffId),
  storeIds: z.array(named(storeId)),
  evidence: z.object({ chain: z.string(), sequence: z.int(), hash: z.string() }),
  loginDisabledAtMs: z.exactOptional(z.number()),
  rotationId: z.exactOptional(z.string()),
});

/** Who has left, read consistently: a person is out with the very next request. */
export function makeLeavers(dynamo: Dynamo, book: string): Leavers {
  return {
    among: async ids => {
      const found = await Promise.all(ids.map(id => dynamo.get(book, bookKeys.leave(id))));
      return new Set(ids.filter((_, place) => found[place] !== undefined));
    },
  };
}

/** What the door asks about staff; a JWT authorizer knows no revocation (boundary.md F). */
export function makeStaffGuard(dynamo: Dynamo, book: string): (id: StaffId) => Promise<'here' | 'left'> {
  const leavers = makeLeavers(dynamo, book);
  return async id => ((await leavers.among([id])).has(id) ? 'left' : 'here');
}

function endPin(book: string, { storeId, endedAtMs }: PinEnd): Write {
  return {
    Update: {
      TableName: book,
      Key: bookKeys.store(storeId),
      UpdateExpression: 'SET pinEndedAtMs = :at',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':at': endedAtMs },
    },
  };
}

/** The tables a leave is kept in. */
export type LeaveTables = { readonly book: string; readonly register: string };

/** How often the row may find its chain's name in the way of another chain's of the same moment. */
const mostTurns = 20;

/** One transaction: nobody leaves twice, and the row has to be the next of its chain. */
async function begin(
  dynamo: Dynamo,
  { book, register }: LeaveTables,
  ...[leave, row, pins, note]: Parameters<LeaveBook['begin']>
): ReturnType<LeaveBook['begin']> {
  const once = { ConditionExpression: 'attribute_not_exists(pk)' };
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const outcome = await dynamo.transact([
      { Put: { TableName: book, Item: { ...bookKeys.leave(leave.staffId), ...leave }, ...once } },
      ...appendWrites(register, row, turn),
      ...pins.map(pin => endPin(book, pin)),
      ...(note === undefined ? [] : [noteWrite(book, note)]),
    ]);
    if (outcome.ok) return 'begun';
    if (outcome.refused.has(0)) return 'left_already';
    if (outcome.refused.has(1)) return 'chain_moved';
  }
  throw new Error('a leave was refused for no reason that passes');
}

/** Leaves in the Book, each begun in one transaction with its evidence. */
export function makeLeaveBook(dynamo: Dynamo, tables: LeaveTables): LeaveBook {
  const { book } = tables;
  const read = (item: Parameters<typeof readItem>[1]) => readItem<Leave>(leaveItem, item);
  return {
    ...makeLeavers(dynamo, book),
    of: async id => read(await dynamo.get(book, bookKeys.leave(id))),
    begin: (...wish) => begin(dynamo, tables, ...wish),
    endMore: async (leave, pins) => {
      const storeIds = [...leave.storeIds, ...pins.map(({ storeId }) => storeId)];
      const update = {
        TableName: book,
        Key: bookKeys.leave(leave.staffId),
        UpdateExpression: 'SET storeIds = :ids',
        ConditionExpression: 'size(storeIds) = :seen',
        ExpressionAttributeValues: { ':ids': storeIds, ':seen': leave.storeIds.length },
      };
      const outcome = await dynamo.transact([{ Update: update }, ...pins.map(pin => endPin(book, pin))]);
      return outcome.ok ? { ...leave, storeIds } : undefined;
    },
    notePart: async (id, part) => {
      const [[name, value] = ['', 0]] = Object.entries(part);
      const { item } = await dynamo.update({
        TableName: book,
        Key: bookKeys.leave(id),
        UpdateExpression: 'SET #part = if_not_exists(#part, :value)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#part': name },
        ExpressionAttributeValues: { ':value': value },
      });
      const leave = read(item);
      if (leave === undefined) throw new Error('a leave went away');
      return leave;
    },
  };
}
