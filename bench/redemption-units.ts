import { marshall } from '@aws-sdk/util-dynamodb';
import { bookKeys } from '../lambdas/aws/keys.ts';
import { couponId } from '../lambdas/domain/ids.ts';
import type { System } from '../local/system.ts';
import { somebody } from '../test/contracts/people.ts';
import { someCoupon, voucherOf } from '../test/contracts/redeemers.ts';
import { makeCoupon, makeStore, openConsole, signUp } from '../test/journeys/people.ts';
import type { Figure } from './table.ts';

const few = 1000;
const many = 50_000;
const measured = 20;

/** Fills the Book with so many vouchers of other people, past the door. */
async function fill({ world, deployment }: System, coupon: string, count: number): Promise<void> {
  const table = deployment.tables.find(({ name }) => name.toLowerCase().includes('book'))?.name ?? '';
  const offer = someCoupon({ couponId: couponId(coupon) });
  const call = { nowMs: Date.now(), requestId: '' } as Parameters<typeof world.dynamodb.handle>[2];
  for (let made = 0; made < count; made += 25) {
    const puts = Array.from({ length: 25 }, () => {
      const voucher = voucherOf(offer, { shopperId: somebody() });
      const item = { ...bookKeys.voucher(voucher.shopperId, voucher.voucherId), ...voucher };
      return { PutRequest: { Item: marshall(item) } };
    });
    await world.dynamodb.handle('BatchWriteItem', { RequestItems: { [table]: puts } }, call);
  }
}

/** Units of DynamoDB and calls of KMS that a redemption on the phone takes, out of the trail. */
async function unitsEach({ world }: System, redeem: () => Promise<unknown>) {
  const cursor = world.trail.mark();
  for (let turn = 0; turn < measured; turn += 1) await redeem();
  const { items } = world.trail.list({ cursor, limit: 10_000 });
  const sum = (kind: 'read' | 'write') => items.reduce((total, { units }) => total + (units?.[kind] ?? 0), 0);
  return {
    read: sum('read') / measured,
    write: sum('write') / measured,
    kms: items.filter(({ service }) => service === 'kms').length / measured,
  };
}

/** What a redemption costs beside a thousand vouchers of its coupon and beside fifty thousand: the same. */
export async function measureUnits(system: System): Promise<Figure[]> {
  const marketer = await openConsole(system.origin);
  const store = await makeStore(marketer);
  const coupon = await makeCoupon(marketer, { public: true, perPersonLimit: 100 });
  const shopper = await signUp(system.origin, '07066660000', '+817066660000', false);
  const { body } = await shopper.post(`/v1/coupons/${coupon}/vouchers`);
  const proof = { kind: 'store-pin', pin: '2468' };
  const path = `/v1/vouchers/${String(body['voucherId'])}/redemptions`;
  const redeem = () => shopper.post(path, { storeId: store, proof });
  await fill(system, coupon, few);
  const beside = await unitsEach(system, redeem);
  await fill(system, coupon, many - few);
  const besideMany = await unitsEach(system, redeem);
  const more = besideMany.read + besideMany.write - beside.read - beside.write;
  return [
    { what: 'redemption beside 1,000 vouchers: writes', value: beside.write, unit: 'units' },
    { what: 'redemption beside 1,000 vouchers: reads', value: beside.read, unit: 'units' },
    { what: 'beside 50,000: units more', value: more, unit: 'units', goal: 0 },
    { what: 'redemption: KMS calls', value: besideMany.kms, unit: 'calls', goal: 0 },
    { what: 'a million redemptions: writes, by these', value: beside.write * 1_000_000, unit: 'units' },
  ];
}
