import type { Consents, ConsentBook } from '../domain/consent.ts';
import { isInAudience, shardOf } from '../domain/consent.ts';
import { shopperId, type ShopperId } from '../domain/ids.ts';
import type { Registration, Session, Shopper, ShopperBook } from '../domain/shopper.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { markWrite } from './dynamo-known-browsers.ts';
import { appendWrites } from './dynamo-register.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys, gateKeys, indexKeys } from './keys.ts';

/** The tables that a shopper's record lies in. */
export type ShopperTables = { readonly gate: string; readonly book: string; readonly register: string };

/** Where a shopper stands in the audience index. */
export function audienceKeys(id: ShopperId) {
  return { gsi1pk: indexKeys.audience(shardOf(id)), gsi1sk: id };
}

/** Present consents, in the audience index only while delivery is granted and the shopper not suspended. */
function consentItem(consents: Consents): Item {
  const { shopperId: id } = consents;
  return {
    ...bookKeys.consents(id),
    ...consents,
    ...(isInAudience(consents) ? audienceKeys(id) : {}),
  };
}

/**
 * Replaces consents that are still as they were read: the chain's sequence and the last proof are their version, and a
 * suspension on them stands or does not stand as it did.
 */
function consentWrite(table: string, before: Consents | undefined, after: Consents): Write {
  const since = before?.suspendedAtMs;
  const suspension = since === undefined ? 'attribute_not_exists(suspendedAtMs)' : 'suspendedAtMs = :since';
  const same = {
    ConditionExpression: `#head.#sequence = :seen AND (provenAtMs = :proven OR attribute_not_exists(provenAtMs)) AND ${suspension}`,
    ExpressionAttributeNames: { '#head': 'head', '#sequence': 'sequence' },
    ExpressionAttributeValues: {
      ':seen': before?.head.sequence,
      ':proven': before?.provenAtMs,
      ...(since === undefined ? {} : { ':since': since }),
    },
  };
  return {
    Put: {
      TableName: table,
      Item: consentItem(after),
      ...(before === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : same),
    },
  };
}

function sessionItem(cookie: Parameters<typeof gateKeys.session>[0], session: Session): Item {
  return { ...gateKeys.session(cookie), ...session, ttl: Math.ceil(session.expiresAtMs / 1000) };
}

/** The challenge becomes used, once, and remembers whose key may hear the answer again. */
function useChallenge(gate: string, { challengeId, replayKey, shopper }: Registration): Write {
  return {
    Update: {
      TableName: gate,
      Key: gateKeys.challenge(challengeId),
      UpdateExpression: `SET #state = :used, usedAtMs = :now, shopperId = :shopper${replayKey === undefined ? '' : ', replayKey = :key'}`,
      ConditionExpression: '#state = :pending',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':used': 'used',
        ':pending': 'pending',
        ':now': shopper.verifiedAtMs,
        ':shopper': shopper.shopperId,
        ...(replayKey === undefined ? {} : { ':key': replayKey }),
      },
    },
  };
}

const once = 'attribute_not_exists(pk)';

/** Whom a number stands for: nobody until now, or still the one who is replaced. */
function numberWrite(book: string, { index, shopper, replaced }: Registration): Write {
  const stillTheirs = {
    ConditionExpression: 'shopperId = :before',
    ExpressionAttributeValues: { ':before': replaced?.before.shopperId },
  };
  return {
    Put: {
      TableName: book,
      Item: { ...bookKeys.byNumber(index), shopperId: shopper.shopperId },
      ...(replaced === undefined ? { ConditionExpression: once } : stillTheirs),
    },
  };
}

/** What only a shopper who is new to us brings: the number's place in the index, their stop link, and the sealed number itself. */
function newcomerWrites({ book }: ShopperTables, vault: string, registration: Registration): Write[] {
  const { shopper, sealed, optOut } = registration;
  if (sealed === undefined) return [];
  const { shopperId: id } = shopper;
  return [
    numberWrite(book, registration),
    {
      Put: {
        TableName: book,
        Item: { ...bookKeys.byOptOut(optOut), shopperId: id },
        ConditionExpression: once,
      },
    },
    { Put: { TableName: vault, Item: { pk: id, sealed, indexVersion: 1 }, ConditionExpression: once } },
  ];
}

/** The consents that end because their number has a new holder. */
function endingWrites({ book, register }: ShopperTables, { replaced }: Registration): Write[] {
  if (replaced === undefined) return [];
  const facts = replaced.facts.flatMap(fact => appendWrites(register, fact));
  return [consentWrite(book, replaced.before, replaced.consents), ...facts];
}

/** Finds whose session a cookie is; expiry is checked on every read, since TTL deletes days late. */
export function makeSessionGuard(dynamo: Dynamo, gate: string): ShopperBook['sessionOf'] {
  return async (cookie, nowMs) => {
    const session = readItem<Session>(itemOf.session, await dynamo.get(gate, gateKeys.session(cookie)));
    return session !== undefined && session.expiresAtMs > nowMs ? session : undefined;
  };
}

/** Shoppers and their sessions; `vault` is given to the one function that may write it. */
export function makeShopperBook(dynamo: Dynamo, tables: ShopperTables, vault = ''): ShopperBook {
  const { gate, book, register } = tables;
  return {
    byId: async id => readItem<Shopper>(itemOf.shopper, await dynamo.get(book, bookKeys.shopper(id))),
    byIndex: async index => {
      const found = (await dynamo.get(book, bookKeys.byNumber(index)))?.['shopperId'];
      return typeof found === 'string' ? shopperId(found) : undefined;
    },
    register: async registration => {
      const { shopper, before, consents, facts, session, sessionExpiresAtMs } = registration;
      const outcome = await dynamo.transact([
        useChallenge(gate, registration),
        { Put: { TableName: book, Item: { ...bookKeys.shopper(shopper.shopperId), ...shopper } } },
        consentWrite(book, before, consents),
        {
          Put: {
            TableName: gate,
            Item: sessionItem(session, { shopperId: shopper.shopperId, expiresAtMs: sessionExpiresAtMs }),
          },
        },
        markWrite(gate, registration),
        ...newcomerWrites(tables, vault, registration),
        ...endingWrites(tables, registration),
        ...facts.flatMap(fact => appendWrites(register, fact)),
      ]);
      if (outcome.ok) return 'registered';
      return outcome.refused.has(0) ? 'challenge_used' : 'moved_meanwhile';
    },
    sessionOf: makeSessionGuard(dynamo, gate),
    openSession: async (cookie, session) => {
      await dynamo.put(gate, sessionItem(cookie, session));
    },
    closeSession: async cookie => {
      await dynamo.delete(gate, gateKeys.session(cookie));
    },
  };
}

/** Reads current consents, and a suspension that stands on them. */
export function makeConsentReader(dynamo: Dynamo, book: string): ConsentBook['of'] {
  return async id => readItem<Consents>(itemOf.consents, await dynamo.get(book, bookKeys.consents(id)));
}

/** Current consents and the facts behind them; a change and its fact are one transaction. */
export function makeConsentBook(
  dynamo: Dynamo,
  { book, register }: Omit<ShopperTables, 'gate'>,
): ConsentBook {
  return {
    of: makeConsentReader(dynamo, book),
    change: async (before, after, fact) => {
      const known = before.head.sequence === 0 ? undefined : before;
      return (await dynamo.transact([consentWrite(book, known, after), ...appendWrites(register, fact)])).ok;
    },
    shopperOfOptOut: async token => {
      const found = (await dynamo.get(book, bookKeys.byOptOut(token)))?.['shopperId'];
      return typeof found === 'string' ? shopperId(found) : undefined;
    },
  };
}
