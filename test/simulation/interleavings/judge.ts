import { makeChallengeBook } from '../../../lambdas/aws/dynamo-challenge-book.ts';
import { makeConsentBook, makeShopperBook } from '../../../lambdas/aws/dynamo-shopper-book.ts';
import { gateKeys } from '../../../lambdas/aws/keys.ts';
import type { Challenge } from '../../../lambdas/domain/challenge.ts';
import type { ShopperId } from '../../../lambdas/domain/ids.ts';
import { emptyHead, hashOf, type Entry } from '../../../lambdas/domain/register.ts';
import { bucketsOf, type Bucket } from '../../../lambdas/domain/send-rules.ts';
import type { EngineTables } from './engine-tables.ts';
import { senderOf, tightRules, type Deed, type Done, type Names } from './verifying.ts';

/** One run when it is over: what was done, to which numbers messages went, and in whose names. */
export type Over = {
  readonly names: Names;
  readonly atMs: number;
  readonly done: readonly Done[];
  readonly sent: readonly string[];
  readonly starts: readonly Extract<Deed, { does: 'start' }>[];
};

const distinct = <T>(values: readonly T[]) => [...new Set(values)];

/** Every counter that the sends of a run may have met, known browsers' own ones included. */
function bucketsMet({ names, atMs, starts }: Over): Bucket[] {
  const met = new Map<string, Bucket>();
  for (const { number, browser } of starts)
    for (const isKnown of [false, true]) {
      const sender = senderOf(names, number, browser, isKnown);
      for (const bucket of bucketsOf(tightRules, sender, names.pseudonym, atMs)) met.set(bucket.key, bucket);
    }
  return [...met.values()];
}

/** What is wrong with the counters: more than a rule allows, or fewer than there were messages. */
async function counterFaults({ dynamo, gate }: EngineTables, over: Over): Promise<string[]> {
  const faults: string[] = [];
  const counted = { number: 0, everyone: 0 };
  for (const { key, rule } of bucketsMet(over)) {
    const count = Number((await dynamo.get(gate, gateKeys.counter(key)))?.['count'] ?? 0);
    if (count > rule.atMost) faults.push(`${rule.id} counts ${count} of ${rule.atMost}`);
    if (rule.per === 'number' || rule.per === 'everyone') counted[rule.per] += count;
  }
  const messages = over.sent.length;
  if (Math.min(counted.number, counted.everyone) < messages)
    faults.push(`${messages} messages, ${counted.number} and ${counted.everyone} counted`);
  return faults;
}

/** What is wrong with a challenge: tries beyond the cap, messages that were not counted, two winners. */
function challengeFaults(kept: Challenge | undefined, done: readonly Done[]): string[] {
  const confirms = done.filter(({ deed }) => deed.does === 'confirm');
  const compared = confirms.filter(({ told }) => told === 'challenge.code_mismatch').length;
  const winners = distinct(
    confirms.flatMap(({ deed, told }) => (told === 'confirmed' && deed.does === 'confirm' ? [deed.key] : [])),
  );
  const resends = done.filter(({ told, deed }) => told === 'sent' && deed.does === 'resend').length;
  const { tries = 0, state, sentAtMs = [] } = kept ?? {};
  return [
    ...(tries > tightRules.triesPerChallenge ? [`${tries} tries`] : []),
    ...(compared + winners.length > tightRules.triesPerChallenge ? [`${compared} wrong codes compared`] : []),
    ...(winners.length > 1 ? [`${winners.length} winners`] : []),
    ...(winners.length > 0 && state !== 'used' ? ['a winner, and the challenge is not used'] : []),
    ...(resends > 1 ? [`${resends} resends in one wait`] : []),
    ...(kept !== undefined && resends !== sentAtMs.length - 1
      ? [`${resends} resends, ${sentAtMs.length - 1} noted`]
      : []),
  ];
}

function chainFaults(rows: readonly Entry[]): string[] {
  let head = emptyHead;
  const faults: string[] = [];
  for (const { opensHour: _, hash, ...row } of rows) {
    if (row.sequence !== head.sequence + 1 || row.previousHash !== head.hash)
      faults.push('the chain is broken');
    if (hashOf(row) !== hash) faults.push('a fact was changed');
    head = { sequence: row.sequence, hash, atMs: row.atMs };
  }
  return faults;
}

/** What is wrong with what a shopper chose: facts that are not in the chain, or a state that they do not lead to. */
async function consentFaults(tables: EngineTables, shopper: ShopperId, granted: boolean): Promise<string[]> {
  const { dynamo, register } = tables;
  const { items } = await dynamo.query({
    TableName: register,
    KeyConditionExpression: 'pk = :chain',
    ExpressionAttributeValues: { ':chain': `consents#${shopper}` },
    ConsistentRead: true,
  });
  const rows = items as unknown as Entry[];
  const consents = await makeConsentBook(dynamo, tables).of(shopper);
  const last = rows.findLast(({ fact }) => fact['purpose'] === 'delivery')?.fact['state'] ?? 'never';
  const wasGranted = rows.some(({ fact }) => fact['purpose'] === 'delivery' && fact['state'] === 'granted');
  return [
    ...chainFaults(
      rows.map(({ kind, chain, sequence, previousHash, atMs, fact, hash }) => ({
        kind,
        chain,
        sequence,
        previousHash,
        atMs,
        fact,
        hash,
      })),
    ),
    ...(consents?.head.sequence === rows.length ? [] : ['a consent was lost']),
    ...(consents?.delivery.state === last
      ? []
      : [`delivery is ${consents?.delivery.state}, the chain says ${last}`]),
    ...(granted && !wasGranted ? ['a granted delivery is not in the chain'] : []),
  ];
}

/** What a run broke of its promises; empty when it kept them. */
export async function whatBroke(tables: EngineTables, over: Over): Promise<string[]> {
  const { dynamo, gate } = tables;
  const { names, done, starts } = over;
  const faults = await counterFaults(tables, over);
  const book = makeChallengeBook(dynamo, gate);
  for (const challenge of distinct(starts.map(started => started.challenge))) {
    const about = done.filter(({ deed }) => deed.challenge === challenge);
    faults.push(...challengeFaults(await book.find(names.challenge(challenge)), about));
  }
  for (const number of distinct(starts.map(started => started.number))) {
    const its = done.filter(({ deed }) =>
      starts.some(s => s.challenge === deed.challenge && s.number === number),
    );
    const holders = distinct(its.flatMap(({ shopperId }) => (shopperId === undefined ? [] : [shopperId])));
    if (holders.length > 1) faults.push(`${holders.length} shoppers for one number`);
    const holder = await makeShopperBook(dynamo, tables).byIndex(names.index(number));
    if (holders.length === 1 && holder !== holders[0]) faults.push('the number stands for somebody else');
    const granted = its.some(
      ({ told, deed }) => told === 'confirmed' && deed.does === 'confirm' && deed.wantsDelivery,
    );
    for (const each of holders) faults.push(...(await consentFaults(tables, each, granted)));
  }
  return faults;
}
