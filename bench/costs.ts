import type { TrailEntry } from '../local/aws/trail.ts';
import type { System } from '../local/system.ts';
import {
  controlsOf,
  launchCampaign,
  makeCoupon,
  makeStore,
  openConsole,
  signUp,
  type ShopperLike,
} from '../test/journeys/people.ts';
import type { Figure } from './table.ts';

const people = 40;

/** What some work cost: AWS calls by name, and DynamoDB units. */
type Cost = { readonly entries: readonly TrailEntry[]; readonly read: number; readonly write: number };

async function costOf(system: System, work: () => Promise<unknown>): Promise<Cost> {
  const cursor = system.world.trail.mark();
  await work();
  const entries = system.world.trail.list({ cursor, limit: 10_000 }).items;
  const sum = (kind: 'read' | 'write') =>
    entries.reduce((total, { units }) => total + (units?.[kind] ?? 0), 0);
  return { entries, read: sum('read'), write: sum('write') };
}

const count = ({ entries }: Cost, operation: string) =>
  new Set(entries.filter(entry => entry.operation === operation).map(({ requestId }) => requestId)).size;

async function measureVerify(system: System): Promise<{ figures: Figure[]; shoppers: ShopperLike[] }> {
  const shoppers = [await signUp(system.origin, '08011110000', '+818011110000', true)];
  const cost = await costOf(system, async () => {
    for (let person = 1; person <= people; person += 1) {
      const digits = String(11_110_000 + person);
      shoppers.push(await signUp(system.origin, `080${digits}`, `+8180${digits}`, true));
    }
  });
  const each = (value: number) => value / people;
  const figures = [
    { what: 'verified number: kms:Encrypt', value: each(count(cost, 'Encrypt')), unit: 'calls', goal: 1 },
    {
      what: 'verified number: kms:GenerateMac',
      value: each(count(cost, 'GenerateMac')),
      unit: 'calls',
      goal: 4,
    },
    { what: 'verified number: DynamoDB writes', value: each(cost.write), unit: 'units' },
    { what: 'verified number: DynamoDB reads', value: each(cost.read), unit: 'units' },
  ];
  return { figures, shoppers };
}

async function measureSend(
  system: System,
): Promise<{ figures: Figure[]; couponId: string; storeId: string }> {
  const console = await openConsole(system.origin);
  const storeId = await makeStore(console);
  const couponId = await makeCoupon(console);
  await launchCampaign(console, couponId);
  const whole = await costOf(system, () => controlsOf(system.origin).pulse());
  const sent = count(whole, 'Publish');
  const lanes = whole.entries.filter(({ principal }) => /-(?:deliver|custodian)\//u.test(principal));
  const write = lanes.reduce((sum, { units }) => sum + (units?.write ?? 0), 0);
  const figures = [
    { what: 'sent message: kms:Decrypt', value: count(whole, 'Decrypt') / sent, unit: 'calls', goal: 1 },
    { what: `sent message: DynamoDB writes (of ${sent})`, value: write / sent, unit: 'units', goal: 11 },
    {
      what: 'sent message: DynamoDB reads',
      value: lanes.reduce((sum, { units }) => sum + (units?.read ?? 0), 0) / sent,
      unit: 'units',
    },
  ];
  return { figures, couponId, storeId };
}

async function measureRedeem(
  system: System,
  shoppers: readonly ShopperLike[],
  storeId: string,
): Promise<Figure[]> {
  const vouchers = await Promise.all(
    shoppers.map(
      async shopper =>
        ((await shopper.get('/v1/me/vouchers')).body['items'] as { voucherId: string }[])[0]?.voucherId,
    ),
  );
  const redeem = (place: number) =>
    shoppers[place]?.post(`/v1/vouchers/${vouchers[place]}/redemptions`, {
      storeId,
      proof: { kind: 'store-pin', pin: '2468' },
    });
  await redeem(0);
  const cost = await costOf(system, async () => {
    for (let place = 1; place < shoppers.length; place += 1) await redeem(place);
  });
  const each = (value: number) => value / (shoppers.length - 1);
  const kms = new Set(
    cost.entries.filter(({ service }) => service === 'kms').map(({ requestId }) => requestId),
  ).size;
  return [
    {
      what: 'redemption: transactions',
      value: each(count(cost, 'TransactWriteItems')),
      unit: 'calls',
      goal: 1,
    },
    { what: 'redemption: KMS calls', value: each(kms), unit: 'calls', goal: 0 },
    { what: 'redemption: DynamoDB writes', value: each(cost.write), unit: 'units' },
    { what: 'redemption: DynamoDB reads', value: each(cost.read), unit: 'units' },
  ];
}

/** AWS calls and DynamoDB units per verified number, sent message and redemption, out of the trail. */
export async function measureCosts(system: System): Promise<Figure[]> {
  const verify = await measureVerify(system);
  const send = await measureSend(system);
  return [
    ...verify.figures,
    ...send.figures,
    ...(await measureRedeem(system, verify.shoppers, send.storeId)),
  ];
}
