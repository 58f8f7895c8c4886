import type { Context } from '../../policy/request.ts';
import { compareWithPromise } from './compare.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { declaredPrincipals, everyPrincipal, type Principal } from './principals.ts';
import { keptRows, type KeptRow, readingVerbs, writingVerbs } from './promises.ts';
import { tableNamed } from './proven-house.ts';
import { plainSession } from './sessions.ts';

const shopper = 'SHP#shp_01JD0000000000000000000000';

/** The ways in which a write of a row can reach the Book: by itself or among others. */
function waysTo(partition: string): Readonly<Record<string, Context>> {
  const key = { 'dynamodb:LeadingKeys': [partition] };
  return {
    'by itself': key,
    'in a transaction': { ...key, 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
    'in a batch with others': { 'dynamodb:LeadingKeys': [shopper, partition] },
  };
}

/** Verbs that change or remove rows of a whole table, and so carry no key of one. */
const keyless = ['UpdateTimeToLive', 'WriteDataForReplication'];

/**
 * Rows of the Book that one function alone writes, whatever is attached to anybody else: what is known of the login,
 * where the archive stands, who left. Who left stays so: nobody takes such a row away.
 */
export function proveKeptRows(judge: Judge): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Book');
  const findings = everyPrincipal(judge.house).flatMap(principal =>
    writingVerbs.flatMap(verb => {
      const ask = { principal, session: plainSession, action: `dynamodb:${verb}`, resource: arn };
      if (keyless.includes(verb)) {
        return compareWithPromise(judge, 'writes-a-kept-row', ask, false, 'with the whole table');
      }
      return keptRows.flatMap(row =>
        Object.entries(waysTo(row.partition)).flatMap(([way, context]) => {
          const alone = way !== 'in a batch with others';
          const promised = mayWrite(principal, verb, row, alone);
          const example = `${row.partition} ${way}`;
          return compareWithPromise(judge, 'writes-a-kept-row', { ...ask, context }, promised, example);
        }),
      );
    }),
  );
  return distinct([...findings, ...reachOfTheNarrow(judge)]);
}

const removing = ['DeleteItem', 'PartiQLDelete', 'BatchWriteItem'];

function mayWrite({ role, declared }: Principal, verb: string, row: KeptRow, alone: boolean): boolean {
  if (role !== row.keeper || (!row.goes && removing.includes(verb))) return false;
  return !declared || (row.verbs.includes(verb) && (alone || !row.narrow));
}

/** A function whose only business with the Book is its own row reads and writes no other. */
function reachOfTheNarrow(judge: Judge): readonly Finding[] {
  const { arn } = tableNamed(judge.house, 'Book');
  const narrow = keptRows.filter(row => row.narrow);
  const partitions = [shopper, ...keptRows.map(({ partition }) => partition)];
  return narrow.flatMap(row =>
    declaredPrincipals(judge.house)
      .filter(({ role }) => role === row.keeper)
      .flatMap(principal =>
        [...readingVerbs, ...writingVerbs].flatMap(verb =>
          partitions.flatMap(partition => {
            const context = { 'dynamodb:LeadingKeys': [partition] };
            const ask = {
              principal,
              session: plainSession,
              action: `dynamodb:${verb}`,
              resource: arn,
              context,
            };
            const promised = partition === row.partition && [...row.verbs, 'GetItem'].includes(verb);
            return compareWithPromise(judge, 'reaches-other-rows', ask, promised, partition);
          }),
        ),
      ),
  );
}
