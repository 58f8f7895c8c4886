import type { ShopperId } from '../domain/ids.ts';
import type { Note } from '../domain/register-note.ts';
import type { Entry } from '../domain/register.ts';
import type { Suspended, Suspension, SuspensionBook, SuspensionOutcome } from '../domain/suspension.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { noteWrite } from './dynamo-register-notes.ts';
import { appendWrites } from './dynamo-register.ts';
import { audienceKeys } from './dynamo-shopper-book.ts';
import { bookKeys } from './keys.ts';

/** How often the row may find its chain's name in the way of another chain's of the same moment. */
const mostTurns = 20;

/** The check that a shopper is not suspended, for the transaction of whatever that must not happen to. */
export function notSuspended(book: string, shopper: ShopperId): Write {
  return {
    ConditionCheck: {
      TableName: book,
      Key: bookKeys.consents(shopper),
      ConditionExpression: 'attribute_not_exists(suspendedAtMs)',
    },
  };
}

function suspendWrite(book: string, shopper: ShopperId, suspension: Suspension): Write {
  return {
    Update: {
      TableName: book,
      Key: bookKeys.consents(shopper),
      UpdateExpression:
        'SET suspendedAtMs = :at, suspendedFor = :reason, suspendedBy = :by REMOVE gsi1pk, gsi1sk',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(suspendedAtMs)',
      ExpressionAttributeValues: {
        ':at': suspension.suspendedAtMs,
        ':reason': suspension.suspendedFor,
        ':by': suspension.suspendedBy,
      },
    },
  };
}

function reinstateWrite(book: string, { shopperId, suspendedAtMs, delivery }: Suspended): Write {
  const { gsi1pk, gsi1sk } = audienceKeys(shopperId);
  const isGranted = delivery.state === 'granted';
  return {
    Update: {
      TableName: book,
      Key: bookKeys.consents(shopperId),
      UpdateExpression: `REMOVE suspendedAtMs, suspendedFor, suspendedBy${isGranted ? ' SET gsi1pk = :shard, gsi1sk = :shopper' : ''}`,
      ConditionExpression: 'suspendedAtMs = :since AND delivery.#state = :seen',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':since': suspendedAtMs,
        ':seen': delivery.state,
        ...(isGranted ? { ':shard': gsi1pk, ':shopper': gsi1sk } : {}),
      },
    },
  };
}

/** Suspensions on the consents in the Book, each change in one transaction with its row and the note beside it. */
export function makeSuspensionBook(
  dynamo: Dynamo,
  { book, register }: { readonly book: string; readonly register: string },
): SuspensionBook {
  const write = async (change: Write, row: Entry, note: Note | undefined): Promise<SuspensionOutcome> => {
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const notes = note === undefined ? [] : [noteWrite(book, note)];
      const outcome = await dynamo.transact([change, ...appendWrites(register, row, turn), ...notes]);
      if (outcome.ok) return 'written';
      if (outcome.refused.has(0)) return 'shopper_moved';
      if (outcome.refused.has(1)) return 'chain_moved';
    }
    throw new Error('a suspension was refused for no reason that passes');
  };
  return {
    suspend: (shopper, suspension, row, note) => write(suspendWrite(book, shopper, suspension), row, note),
    reinstate: (before, row, note) => write(reinstateWrite(book, before), row, note),
  };
}
