import { parseArgs } from 'node:util';
import * as z from 'zod';
import { makeChainReader } from '../lambdas/aws/dynamo-chain-reader.ts';
import { makeNoteBook } from '../lambdas/aws/dynamo-register-notes.ts';
import { makeRootPlaces } from '../lambdas/aws/dynamo-root-place.ts';
import { makeDynamo } from '../lambdas/aws/dynamo.ts';
import { makeRootSigner } from '../lambdas/aws/kms-root-signer.ts';
import { makeRootReader } from '../lambdas/aws/s3-archive.ts';
import { makeCheckRegisters } from '../lambdas/custodian/check-registers.ts';
import { faultCodes, type RegisterReport } from '../lambdas/domain/register-check.ts';
import { chainParts, registerKinds, type RegisterKind } from '../lambdas/domain/register.ts';
import { sentenceOf } from './register-faults.ts';

type Check = (kind: RegisterKind) => Promise<RegisterReport>;

const parts = Array.from({ length: chainParts }, (_, part) => part);
const answer = z.object({
  chains: z.number(),
  rows: z.number(),
  heads: z.number(),
  roots: z.number(),
  notes: z.object({ kept: z.number(), erased: z.number() }),
  fault: z.exactOptional(
    z.object({
      what: z.enum(faultCodes),
      chain: z.exactOptional(z.string()),
      sequence: z.exactOptional(z.number()),
      root: z.exactOptional(z.number()),
    }),
  ),
});

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const answered = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answered.ok) throw new Error(`${url} answered ${answered.status}: ${await answered.text()}`);
  return answered.json();
}

/** Asks the desk of a system that `npm start` runs here, part by part. */
async function askDesk(origin: string): Promise<Check> {
  const person = { sub: 'auditor', groups: ['custodian'] };
  const { token } = z.object({ token: z.string() }).parse(await post(`${origin}/local/tokens`, person));
  return async kind => {
    let total: RegisterReport = {
      kind,
      chains: 0,
      rows: 0,
      heads: 0,
      roots: 0,
      notes: { kept: 0, erased: 0 },
    };
    for (const part of parts) {
      const url = `${origin}/v1/custodian/register-checks`;
      const seen = answer.parse(await post(url, { kind, part }, { authorization: `Bearer ${token}` }));
      total = {
        ...seen,
        kind,
        chains: total.chains + seen.chains,
        rows: total.rows + seen.rows,
        heads: total.heads + seen.heads,
        notes: {
          kept: total.notes.kept + seen.notes.kept,
          erased: total.notes.erased + seen.notes.erased,
        },
      };
      if (total.fault !== undefined) break;
    }
    return total;
  };
}

/** Reads tables and bucket with the caller's own credentials: for an auditor who trusts no function. */
function readAws(register: string, book: string, archive: string, signingKey: string): Check {
  const dynamo = makeDynamo();
  const check = makeCheckRegisters({
    places: makeRootPlaces(dynamo, book),
    archive: makeRootReader(archive),
    registers: makeChainReader(dynamo, register),
    notes: makeNoteBook(dynamo, book),
    signer: makeRootSigner(signingKey),
    now: Date.now,
  });
  return kind => check(kind, parts);
}

function lineOf({ kind, chains, rows, heads, roots, notes, fault }: RegisterReport): string {
  const seen = `${chains} chains, ${rows} rows, ${heads} heads in ${roots} roots, ${notes.kept} notes (${notes.erased} erased)`;
  return `${kind.padEnd(12)} ${fault === undefined ? 'clean' : 'AT FAULT'}   ${seen}`;
}

/** Checks every register and prints a line for each; ends at the first bad thing with a sentence and exit code 1. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      register: { type: 'string' },
      book: { type: 'string' },
      archive: { type: 'string' },
      'signing-key': { type: 'string', default: '' },
    },
  });
  const { register, book, archive, 'signing-key': signingKey } = values;
  const given = [register, book, archive].filter(name => name !== undefined);
  if (given.length !== 0 && given.length !== 3)
    throw new Error('--register, --book and --archive belong together');
  const check =
    register === undefined || book === undefined || archive === undefined
      ? await askDesk(`http://127.0.0.1:${process.env['PORT'] ?? '4321'}`)
      : readAws(register, book, archive, signingKey);
  for (const kind of registerKinds) {
    const report = await check(kind);
    console.log(lineOf(report));
    if (report.fault !== undefined) {
      console.log(`\n${sentenceOf(report.fault)}\ndocs/runbooks/registers.md says what to do.`);
      return 1;
    }
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
