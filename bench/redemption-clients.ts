import { parentPort, workerData } from 'node:worker_threads';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { makeCouponBook, makeStoreBook } from '../lambdas/aws/dynamo-catalogue.ts';
import { makeRedemptionBook } from '../lambdas/aws/dynamo-redemption-book.ts';
import { makeVoucherBook } from '../lambdas/aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../lambdas/aws/dynamo.ts';
import { couponId, shopperId, storeId, voucherId } from '../lambdas/domain/ids.ts';
import type { AtStore } from '../lambdas/domain/redemption.ts';
import { replayKey } from '../lambdas/domain/replay.ts';
import { openBrowserLike } from '../test/journeys/browser-like.ts';
import { freshAddress, makeCoupon, makeStore, openConsole, signUp } from '../test/journeys/people.ts';
import { redemptionFrom } from './redemption-draft.ts';
import { openPosts, type Posted } from './posts.ts';
import { median, type Figure } from './table.ts';

const turns = 200;
const warmUp = 40;

/** Where the system is, for who stands outside it, and keys of the function that redeems. */
export type Outside = {
  readonly origin: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: NonNullable<DynamoDBClientConfig['credentials']>;
  readonly tables: { readonly book: string; readonly gate: string };
};

const clientOf = ({ endpoint, region, credentials }: Outside) =>
  new DynamoDBClient({ endpoint, region, credentials });

/** A coupon that one person may use as often as the bench asks, in the wallet of a shopper, before a till. */
async function settle({ origin }: Outside) {
  const marketer = await openConsole(origin);
  const store = await makeStore(marketer);
  const coupon = await makeCoupon(marketer, { public: true, perPersonLimit: 100 });
  const other = await makeCoupon(marketer, { public: true, perPersonLimit: 100 });
  const shopper = await signUp(origin, '07055550000', '+817055550000', true, freshAddress());
  const take = async (id: string) => {
    const { body } = await shopper.post(`/v1/coupons/${id}/vouchers`);
    return { voucherId: String(body['voucherId']), code: String(body['code']) };
  };
  const till = openBrowserLike(origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: store, pin: '2468' });
  return { marketer, store, coupon, other, shopper, till, take };
}

type Settled = Awaited<ReturnType<typeof settle>>;

/** What lies in the tables of a voucher, its coupon and its store, and the book that redeems it. */
async function openBare(outside: Outside, { shopper, store }: Settled, coupon: string, voucher: string) {
  const dynamo = makeDynamo(clientOf(outside));
  const { tables } = outside;
  const [kept, offer, place] = await Promise.all([
    makeVoucherBook(dynamo, tables.book).find(shopperId(shopper.shopperId), voucherId(voucher)),
    makeCouponBook(dynamo, tables).byId(couponId(coupon)),
    makeStoreBook(dynamo, tables).byId(storeId(store)),
  ]);
  if (kept === undefined || offer === undefined || place === undefined) throw new Error('nothing is there');
  const at: AtStore = { voucher: kept, coupon: { ...offer, perPersonLimit: 1_000_000 }, store: place };
  return { book: makeRedemptionBook(dynamo, tables.book, tables.gate), at };
}

function expectMade({ status, text }: Posted): void {
  if (status !== 201) throw new Error(`a redemption was answered ${status} ${text}`);
}

/** Milliseconds that some work takes. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** The medians of several kinds of work, measured in turns, so that whatever else the machine does meets all of them. */
async function inTurns<Name extends string>(
  kinds: Readonly<Record<Name, (turn: number) => Promise<unknown>>>,
) {
  const names = Object.keys(kinds) as Name[];
  const times = new Map<Name, number[]>(names.map(name => [name, []]));
  for (let turn = 0; turn < warmUp + turns; turn += 1)
    for (const name of names) {
      const took = await timeOf(() => kinds[name](turn));
      if (turn >= warmUp) times.get(name)?.push(took);
    }
  return new Map(names.map(name => [name, median(times.get(name) ?? [])]));
}

/** One raw conditional write, as cheap as the SDK makes one. */
function openRawWrite(outside: Outside): (turn: number) => Promise<unknown> {
  const documents = DynamoDBDocumentClient.from(clientOf(outside));
  const table = outside.tables.book;
  return turn =>
    documents.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: 'BENCH', sk: `RAW#${turn}` },
        UpdateExpression: 'SET usedAtMs = :at',
        ConditionExpression: 'attribute_not_exists(usedAtMs)',
        ExpressionAttributeValues: { ':at': turn },
      }),
    );
}

/**
 * A redemption through the whole stack and its bare transaction, each beside one raw conditional write through the SDK on
 * the same engine. A shopper's voucher is used up and taken anew from a fresh coupon every hundred times.
 */
async function measure(outside: Outside): Promise<Figure[]> {
  const town = await settle(outside);
  const { store, shopper, till, take, marketer, other } = town;
  const fresh = async () => take(await makeCoupon(marketer, { public: true, perPersonLimit: 100 }));
  const proof = { kind: 'store-pin', pin: '2468' };
  let [onPhone, atTill] = [await fresh(), await fresh()];
  const { book, at } = await openBare(outside, town, other, (await take(other)).voucherId);
  const renewing = async (turn: number) => {
    if (turn > 0 && turn % 100 === 0) [onPhone, atTill] = [await fresh(), await fresh()];
  };
  const key = () => ({ 'idempotency-key': ulid() });
  const slide = openPosts(outside.origin, shopper, freshAddress());
  const confirm = openPosts(outside.origin, till, freshAddress());
  const medians = await inTurns({
    renewing,
    raw: openRawWrite(outside),
    bare: turn => {
      const voucher = { ...at.voucher, uses: turn };
      const replay = replayKey('bench', 'redeem', ulid(), turn, Date.now());
      const redemption = redemptionFrom({ ...at, voucher });
      return book.redeem(voucher, at.coupon, redemption, { replay, session: undefined });
    },
    phone: async () =>
      expectMade(
        await slide(`/v1/vouchers/${onPhone.voucherId}/redemptions`, { storeId: store, proof }, key()),
      ),
    till: async () => expectMade(await confirm('/v1/till/redemptions', { code: atTill.code }, key())),
  });
  const of = (name: 'raw' | 'bare' | 'phone' | 'till') => medians.get(name) ?? 0;
  return [
    { what: 'one conditional write through the SDK, p50', value: of('raw'), unit: 'ms' },
    { what: 'the bare redemption transaction, p50', value: of('bare'), unit: 'ms' },
    { what: 'the transaction beside the write', value: of('bare') / of('raw'), unit: '×', goal: 2.5 },
    { what: 'redeem on the phone through the API, p50', value: of('phone'), unit: 'ms' },
    { what: 'on the phone beside the write', value: of('phone') / of('raw'), unit: '×', goal: 5 },
    { what: 'redeem at the till through the API, p50', value: of('till'), unit: 'ms' },
    { what: 'at the till beside the write', value: of('till') / of('raw'), unit: '×', goal: 5 },
  ];
}

parentPort?.postMessage(await measure(workerData as Outside), []);
