import type { LoginState, RotationBook, RotationWish } from '../domain/login-rotation.ts';
import { nextEntry } from '../domain/register.ts';
import { rotationsChain } from '../domain/rotation-evidence.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { appendWrites, makeRegisterReader } from './dynamo-register.ts';
import { makeLock } from './dynamo-lock.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

/** Where the login's state and the register of its rotations lie. */
export type RotationTables = { readonly book: string; readonly register: string };

const moved = () => new Error('the state of the login has moved under its keeper');

/** The state over the one it was made from: its revision is that one's, and one more when saved. */
function stateWrite(book: string, state: LoginState): { write: Write; saved: LoginState } {
  const saved = { ...state, revision: state.revision + 1 };
  const write = {
    Put: {
      TableName: book,
      Item: { ...bookKeys.loginState, ...saved },
      ConditionExpression: state.revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :seen',
      ...(state.revision === 0 ? {} : { ExpressionAttributeValues: { ':seen': state.revision } }),
    },
  };
  return { write, saved };
}

/** How often a row of evidence may find that the chain has grown meanwhile. */
const recordTries = 10;

/** What a rotation keeps in the Book; only the rotator's role may write under `LOGIN`. */
export function makeRotationBook(dynamo: Dynamo, { book, register }: RotationTables): RotationBook {
  const lock = makeLock(dynamo, book, bookKeys.loginLock);
  const readers = makeRegisterReader(dynamo, register);
  const wish = async () =>
    readItem<RotationWish>(itemOf.rotationWish, await dynamo.get(book, bookKeys.rotationWish));
  const commit = async (state: LoginState, ...also: Write[]) => {
    const { write, saved } = stateWrite(book, state);
    const outcome = await dynamo.transact([write, ...also]);
    if (!outcome.ok) throw moved();
    return saved;
  };
  return {
    takeLock: lock.take,
    releaseLock: lock.release,
    state: async () => readItem<LoginState>(itemOf.loginState, await dynamo.get(book, bookKeys.loginState)),
    save: state => commit(state),
    begin: (state, { rotationId }) =>
      commit(state, {
        Delete: {
          TableName: book,
          Key: bookKeys.rotationWish,
          ConditionExpression: 'rotationId = :begun',
          ExpressionAttributeValues: { ':begun': rotationId },
        },
      }),
    record: async (fact, atMs, after) => {
      for (let attempt = 0; attempt < recordTries; attempt += 1) {
        const head = await readers.headOf('rotations', rotationsChain);
        const row = nextEntry('rotations', rotationsChain, head, atMs, fact);
        const { write, saved } = stateWrite(book, after(row));
        const outcome = await dynamo.transact([write, ...appendWrites(register, row)]);
        if (outcome.ok) return saved;
        if (outcome.refused.has(0)) throw moved();
      }
      throw new Error('the chain of rotations outran its writer');
    },
    wish,
    ask: async asked => {
      const item = { ...bookKeys.rotationWish, ...asked };
      const written = await dynamo.put(book, item, 'attribute_not_exists(pk)');
      return written.ok ? asked : (readItem<RotationWish>(itemOf.rotationWish, written.item) ?? asked);
    },
  };
}
