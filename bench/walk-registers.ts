import { makeChainReader } from '../lambdas/aws/dynamo-chain-reader.ts';
import type { Dynamo, Item } from '../lambdas/aws/dynamo.ts';
import { makeCheckRegisters } from '../lambdas/custodian/check-registers.ts';
import { beforeRoots, nextRoot, placeAfter, type ArchivedHead } from '../lambdas/domain/register-root.ts';
import {
  chainParts,
  emptyHead,
  headAfter,
  nextEntry,
  partOf,
  type Head,
} from '../lambdas/domain/register.ts';

const chains = Array.from({ length: 1000 }, (_, chain) => `readings#cmp_${chain}#0`);
const rowsPerChain = Number(process.argv[2]) / chains.length;
const pageRows = 100;
const pagesBetweenLooks = Math.ceil((chains.length * Math.ceil(rowsPerChain / pageRows)) / 20);
const startMs = Date.UTC(2027, 0, 4);

function* rowsAfter(chain: string, from: Head) {
  for (let head = from; head.sequence < rowsPerChain; ) {
    const shopperId = `shp_${String(head.sequence).padStart(26, '0')}`;
    const fact = { purpose: 'delivery', shopperId, campaignId: chain.slice(9, 20), by: chain };
    const row = nextEntry('readings', chain, head, startMs + head.sequence * 50, fact);
    yield row;
    head = headAfter(row);
  }
}

const headOf = (item: Item | undefined): Head =>
  item === undefined
    ? emptyHead
    : { sequence: Number(item['sk']), hash: String(item['hash']), atMs: Number(item['atMs']) };

let heldMb = 0;
let pages = 0;
let makingMs = 0;

/** Looks twenty times at what is really held. */
function look(): void {
  pages += 1;
  if (pages % pagesBetweenLooks !== 0) return;
  globalThis.gc?.();
  heldMb = Math.max(heldMb, process.memoryUsage().heapUsed / 1_048_576);
}

/** A table that makes its rows as they are asked for, so that none is held but by whoever reads. */
const query: Dynamo['query'] = async ({ ExpressionAttributeValues: values, ExclusiveStartKey: after }) => {
  const askedAt = performance.now();
  look();
  const pk = String(values?.[':pk']);
  const part = /^CHAINS#readings#(\d)$/u.exec(pk)?.[1];
  if (part !== undefined) {
    const own = chains.filter(chain => partOf(chain) === Number(part));
    return { items: own.map(chain => ({ kind: 'readings', chain })), next: undefined };
  }
  const items: Item[] = [];
  for (const row of rowsAfter(pk, headOf(after))) {
    items.push({ pk, sk: row.sequence, ...row });
    if (items.length === pageRows) break;
  }
  makingMs += performance.now() - askedAt;
  return { items, next: items.length < pageRows ? undefined : items.at(-1) };
};

function lastHead(chain: string): ArchivedHead {
  let head: Head = emptyHead;
  for (const row of rowsAfter(chain, emptyHead)) head = headAfter(row);
  return { kind: 'readings', chain, sequence: head.sequence, hash: head.hash };
}

const root = nextRoot(beforeRoots, startMs + 3_600_000, chains.map(lastHead), undefined);
const check = makeCheckRegisters({
  places: { last: async () => placeAfter(root) },
  archive: {
    roots: async function* roots() {
      yield { number: 1, root };
    },
  },
  registers: makeChainReader({ query } as unknown as Dynamo, 'register'),
  notes: { read: async () => undefined },
  signer: undefined,
  now: () => startMs + 4_000_000,
});

const startedAt = performance.now();
const { rows, fault } = await check(
  'readings',
  Array.from({ length: chainParts }, (_, part) => part),
);
const ms = performance.now() - startedAt - makingMs;
if (fault !== undefined || rows !== chains.length * rowsPerChain)
  throw new Error(`the check saw ${rows} rows and ${JSON.stringify(fault)}`);
// What making the rows took is not counted; what the process held is told where it may collect (--expose-gc).
console.log(JSON.stringify({ ms, heldMb, residentMb: process.resourceUsage().maxRSS / 1024 }));
