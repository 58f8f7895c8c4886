import type { FunctionName } from '../lambdas/settings.ts';

/** A DynamoDB verb a function may use; a transaction is authorized item by item under these same names. */
export type TableVerb =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/** The four tables (DESIGN §4). */
export type TableName = 'gate' | 'book' | 'vault' | 'register';

/**
 * What one function may do, and nothing else may be granted anywhere. `index` opens the Book's index to Query,
 * `bookRows` narrows the Book to some partitions; `seals` and `macs` are spelled as key policies by the number vault,
 * which also lets `archive: 'write'` sign; `becomesCustodian` allows the attempt only, the trust policy decides;
 * `turnsLogin` rewrites that trust, the cut-off and the login secret; `endsLogins` lists the user directory and shuts
 * people out of it.
 */
export type Rights = {
  readonly tables: Partial<Record<TableName, readonly TableVerb[]>>;
  readonly index?: true;
  readonly bookRows?: readonly string[];
  readonly seals?: true;
  readonly macs?: readonly ('index' | 'code')[];
  readonly sendsSms?: true;
  readonly readsEdgeSecret?: true;
  readonly becomesCustodian?: true;
  readonly endsLogins?: true;
  readonly turnsLogin?: true;
  readonly lanes?: 'send' | 'receive';
  readonly archive?: 'write' | 'read';
  readonly readsTrail?: true;
};

/** The least rights of every function (DESIGN §3, §4); one row each, proved against the journeys. */
export const rights: Record<FunctionName, Rights> = {
  'shopper-verify': {
    tables: {
      gate: ['GetItem', 'PutItem', 'UpdateItem'],
      book: ['GetItem', 'PutItem'],
      vault: ['PutItem'],
      register: ['PutItem'],
    },
    seals: true,
    macs: ['index', 'code'],
    sendsSms: true,
    readsEdgeSecret: true,
  },
  'shopper-wallet': {
    tables: {
      gate: ['GetItem', 'DeleteItem'],
      book: ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem', 'Query'],
      register: ['PutItem'],
    },
    index: true,
    readsEdgeSecret: true,
  },
  'shopper-redeem': {
    tables: {
      gate: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      book: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    },
    readsEdgeSecret: true,
  },
  'store-till': {
    tables: {
      gate: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      book: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem', 'Query'],
    },
    readsEdgeSecret: true,
  },
  'marketer-console': {
    tables: { gate: ['PutItem'], book: ['GetItem', 'PutItem', 'UpdateItem', 'Query'] },
    index: true,
    readsEdgeSecret: true,
  },
  'custodian-desk': {
    tables: {
      gate: ['UpdateItem'],
      book: ['GetItem', 'PutItem', 'UpdateItem'],
      register: ['PutItem', 'Query'],
    },
    index: true,
    macs: ['index'],
    readsEdgeSecret: true,
    becomesCustodian: true,
    endsLogins: true,
    archive: 'read',
  },
  'custodian-deliver': {
    tables: {
      book: ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      register: ['PutItem'],
    },
    sendsSms: true,
    readsEdgeSecret: true,
    becomesCustodian: true,
    lanes: 'receive',
  },
  'custodian-rotate': {
    tables: {
      book: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      register: ['PutItem', 'Query'],
    },
    becomesCustodian: true,
    turnsLogin: true,
  },
  'custodian-archive': {
    tables: { book: ['GetItem', 'UpdateItem'], register: ['Query'] },
    bookRows: ['ARCHIVE'],
    archive: 'write',
    readsTrail: true,
  },
  pulse: {
    tables: { book: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] },
    index: true,
    lanes: 'send',
  },
};
