import { openBrowserLike, type BrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, makeCoupon, makeStore, openConsole, signUp } from '../journeys/people.ts';
import { linksFor } from './acts.ts';
import type { House } from './house.ts';

const bodies = {
  autumn: '【もぎり】秋の会員さまへ。焼き菓子をひとつ差し上げます。\n{link}\n配信停止 {optout}',
  winter: '【もぎり】冬の一杯をどうぞ。コーヒー無料券です。\n{link}\n配信停止 {optout}',
};

/** The voucher of a coupon that the shopper takes now. */
async function take(shopper: BrowserLike, couponId: string): Promise<{ voucherId: string; code: string }> {
  const { status, body, text } = await shopper.post(`/v1/coupons/${couponId}/vouchers`);
  if (status !== 201) throw new Error(`taking answered ${status} ${text}`);
  return { voucherId: String(body['voucherId']), code: String(body['code']) };
}

async function openTill(house: House): Promise<BrowserLike> {
  const till = openBrowserLike(house.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: house.demo.storeId, pin: house.demo.pin });
  return till;
}

async function inviteNeighbours({ origin }: House, neighbours: number): Promise<BrowserLike[]> {
  const people: BrowserLike[] = [];
  for (let place = 0; place < neighbours; place += 1) {
    const last = String(1000 + place);
    people.push(await signUp(origin, `080-2000-${last}`, `+81802000${last}`, true));
  }
  return people;
}

/** The carrier takes the next messages and its answers are lost. */
function loseReplies({ controls }: House, next: number): Promise<unknown> {
  return controls.fault({ service: 'sns', operation: 'Publish', kind: 'lost-reply', next });
}

/** Drafts a campaign and moves it as far as the verbs say. */
async function campaign(
  console: BrowserLike,
  wish: Readonly<Record<string, unknown>>,
  verbs: readonly string[],
): Promise<string> {
  const made = await console.post('/v1/campaigns', { audience: {}, ...wish });
  const id = String(made.body['campaignId']);
  for (const verb of verbs) await console.post(`/v1/campaigns/${id}/${verb}`);
  return id;
}

/** Sends the autumn campaign to the end: two in doubt, some opened and some used. */
async function sendAutumn(
  house: House,
  console: BrowserLike,
  people: readonly BrowserLike[],
): Promise<string> {
  const wish = {
    name: '秋の焼き菓子',
    couponId: house.demo.campaignCoupon,
    message: { body: bodies.autumn },
  };
  const id = await campaign(console, wish, ['plan', 'launch']);
  await loseReplies(house, 2);
  await house.controls.pulse();
  await house.controls.clearFaults();
  const till = await openTill(house);
  for (const person of people.slice(0, 11)) {
    const items = ((await person.get('/v1/me/vouchers')).body['items'] ?? []) as Record<string, string>[];
    const token = items[0]?.['link']?.split('/c/')[1];
    if (token !== undefined) await person.post(`/v1/links/${token}/visits`);
    if (people.indexOf(person) < 5) await till.post('/v1/till/redemptions', { code: items[0]?.['code'] });
  }
  await house.controls.pulse();
  return id;
}

/** Leaves the winter campaign in the middle of its sending: the worker breaks off on the way. */
async function startWinter(house: House, console: BrowserLike, couponId: string): Promise<string> {
  const wish = { name: '冬のコーヒー', couponId, message: { body: bodies.winter } };
  const id = await campaign(console, wish, ['plan', 'launch']);
  await loseReplies(house, 1);
  await house.controls.fault({ function: 'custodian-deliver', kind: 'crash', afterMs: 150 });
  await house.controls.pulse();
  await house.controls.clearFaults();
  return id;
}

async function minutes({ controls }: House, count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    await controls.pulse();
    await controls.advance(60);
  }
}

/** Somebody left, which is proven by now, and the custodian's login is in the middle of another rotation. */
async function seeOff(house: House, storeId: string): Promise<void> {
  const token = await house.controls.token('local-custodian', ['custodian']);
  const desk = openBrowserLike(house.origin, { token, address: freshAddress() });
  await minutes(house, 1);
  const path = '/v1/custodian/staff/stf_local-marketer/leave';
  const left = await desk.post(path, { reason: '退職', storeIds: [storeId] });
  if (left.status !== 200) throw new Error(`leaving answered ${left.status} ${left.text}`);
  for (let passed = 0; passed < 20; passed += 1) {
    await minutes(house, 1);
    const { parts } = (await desk.get(path)).body as { parts?: { rotation?: { state: string } } };
    if (parts?.rotation?.state === 'done') break;
  }
  await desk.post('/v1/custodian/rotations');
  await minutes(house, 5);
}

/** What goes on in a showcase: how many more people get messages, and whether somebody of the staff has left. */
export type ShowcaseWish = { readonly neighbours: number; readonly hasLeaver: boolean };

/** Windows that are never closed, and can be read. */
const always = {
  hours: [
    { from: '00:00', to: '12:00' },
    { from: '12:00', to: '00:00' },
  ],
  blackouts: ['2099-12-31'],
};

/** The dates of today and tomorrow in the shops' zone: windows that are closed now, and open the day after. */
function closedNow({ system }: House) {
  const date = (days: number) =>
    new Date(system.clock.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10);
  return { blackouts: [date(0), date(1)] };
}

/** Hanako has a ticket that is closed today, and one whose coupon was stopped. */
async function restingTickets(house: House, console: BrowserLike, hanako: BrowserLike) {
  const lunch = {
    title: '平日ランチ',
    titleEn: 'Weekday lunch',
    benefit: { amount: 200, currency: 'JPY' },
    usableOn: closedNow(house),
    public: true,
  };
  const closed = await take(hanako, await makeCoupon(console, lunch));
  const gone = await makeCoupon(console, { title: '福袋引換', public: true });
  const stopped = await take(hanako, gone);
  const message = { ja: 'ご好評につき、配り終えました。', en: 'All have been given out. Thank you.' };
  await console.post(`/v1/coupons/${gone}/stop`, { message });
  return { closed, stopped };
}

/** Sets up a shop in full swing, so that every page has something to show. */
export async function settleShowcase(house: House, { neighbours, hasLeaver }: ShowcaseWish) {
  const { origin, demo } = house;
  const console = await openConsole(origin);
  const ebisu = await makeStore(console, '恵比寿店', '13572468');
  if (hasLeaver) await seeOff(house, ebisu);
  const coffee = await makeCoupon(console, { title: 'コーヒー1杯無料' });
  const morning = await makeCoupon(console, { title: 'モーニングセット100円引き', public: true });
  const beans = {
    title: 'コーヒー豆200g 10%引き',
    terms: '豆のままでも、挽いてもお渡しできます。\n恵比寿店は19時までです。',
    titleEn: '10% off coffee beans, 200 g',
    benefit: { text: '10%引き', textEn: '10% off' },
    usableOn: always,
    public: true,
    perPersonLimit: 50,
    storeIds: [demo.storeId, ebisu],
  };
  const hanako = await signUp(origin, '090-1234-5678', '+819012345678', true);
  const jiro = await signUp(origin, '090-8765-4321', '+819087654321', true);
  const newcomer = await signUp(origin, '070-1111-2222', '+817011112222', false);
  const people = await inviteNeighbours(house, neighbours);
  const used = await take(hanako, morning);
  await (await openTill(house)).post('/v1/till/redemptions', { code: used.code });
  const usable = await take(hanako, demo.publicCoupon);
  const resting = await restingTickets(house, console, hanako);
  const autumn = await sendAutumn(house, console, people);
  const links = await linksFor(house, hanako.e164);
  const stopLinks = await linksFor(house, jiro.e164);
  const winter = await startWinter(house, console, coffee);
  const spring = { name: '春のモーニング', couponId: morning, message: { body: bodies.winter } };
  const planned = await campaign(console, spring, ['plan']);
  await makeCoupon(console, beans);
  return {
    people: { hanako, jiro, newcomer },
    tickets: { used, usable, ...resting },
    links: { ticket: links.ticket, stop: stopLinks.stop },
    campaigns: { autumn, winter, planned },
    /** A ticket of Jiro's that nobody has used. */
    freshTicket: async () =>
      take(
        jiro,
        await makeCoupon(console, { ...beans, title: 'ケーキセット150円引き', storeIds: [demo.storeId] }),
      ),
  };
}

/** A settled showcase. */
export type Showcase = Awaited<ReturnType<typeof settleShowcase>>;
