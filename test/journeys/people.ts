import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';

/** A message as the fake carrier took it. */
export type Received = {
  readonly to: string;
  readonly body: string;
  readonly at: string;
  readonly messageId: string;
};

/** Controls of the running local system, over HTTP only. */
export function controlsOf(origin: string) {
  const door = openBrowserLike(origin);
  const items = async <T>(path: string): Promise<T[]> => ((await door.get(path)).body['items'] ?? []) as T[];
  return {
    inbox: async (to: string) =>
      ((await door.get(`/local/inbox?to=${encodeURIComponent(to)}`)).body['messages'] ?? []) as Received[],
    pulse: () => door.post('/local/pulse', {}),
    advance: (advanceSeconds: number) => door.post('/local/clock', { advanceSeconds }),
    fault: (plan: Record<string, unknown>) => door.post('/local/faults', plan),
    clearFaults: () => fetch(`${origin}/local/faults`, { method: 'DELETE' }),
    dump: async () => (await door.get('/local/dump')).text,
    functions: () => items<Record<string, unknown>>('/local/functions'),
    token: async (sub: string, groups: string[]) =>
      String((await door.post('/local/tokens', { sub, groups })).body['token']),
    trail: async (query: string): Promise<Record<string, unknown>[]> => {
      const all: Record<string, unknown>[] = [];
      let cursor: string | undefined;
      do {
        const next = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { body } = await door.get(`/local/trail?${query}${next}`);
        all.push(...((body['items'] ?? []) as Record<string, unknown>[]));
        cursor = body['cursor'] as string | undefined;
      } while (cursor !== undefined);
      return all;
    },
  };
}

/** The controls of one system. */
export type Controls = ReturnType<typeof controlsOf>;

/** The last code a phone received. */
export async function lastCode(controls: Controls, e164: string): Promise<string> {
  const message = (await controls.inbox(e164)).findLast(({ body }) => /#\d{6}$/u.test(body));
  return /#(\d{6})$/u.exec(message?.body ?? '')?.[1] ?? 'none';
}

/** A shopper with a browser of their own. */
export type ShopperLike = BrowserLike & { readonly shopperId: string; readonly e164: string };

let addresses = 0;

/** An address nobody used before, so that one test's limits do not meet another's. */
export function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** A mobile number as it is typed and as the carrier sees it. */
export type TestNumber = { readonly phone: string; readonly e164: string };

let numbers = 0;

/** A number nobody used before, each in a block of its own: the blocks' limits must not meet people of one test. */
export function freshNumber(): TestNumber {
  numbers += 1;
  const rest = `${1000 + (numbers % 8000)}${4321 + Math.floor(numbers / 8000)}`;
  return { phone: `080${rest}`, e164: `+8180${rest}` };
}

/** Proves a number by SMS code and chooses; throws when the journey does not go as it should. */
export async function signUp(
  origin: string,
  phone: string,
  e164: string,
  delivery: boolean,
  address = freshAddress(),
): Promise<ShopperLike> {
  const browser = openBrowserLike(origin, { address });
  const controls = controlsOf(origin);
  const policy = (await browser.get('/v1/policies/current')).body['policyVersion'];
  const started = await browser.post('/v1/challenges', { phone });
  if (started.status !== 202) throw new Error(`start answered ${started.status} ${started.text}`);
  const confirmed = await browser.post(`/v1/challenges/${String(started.body['challengeId'])}/confirm`, {
    phone,
    code: await lastCode(controls, e164),
    consents: { delivery },
    policyVersion: policy,
  });
  if (confirmed.status !== 200) throw new Error(`confirm answered ${confirmed.status} ${confirmed.text}`);
  return { ...browser, shopperId: String(confirmed.body['shopperId']), e164 };
}

/** A marketer signed in. */
export async function openConsole(
  origin: string,
  sub = 'marketer-1',
  groups = ['marketer'],
): Promise<BrowserLike> {
  return openBrowserLike(origin, { token: await controlsOf(origin).token(sub, groups) });
}

/** What a 201 names; throws at anything else. */
export function made(answered: Answered, field: string): string {
  if (answered.status !== 201) throw new Error(`answered ${answered.status} ${answered.text}`);
  return String(answered.body[field]);
}

/** Opens a store with a PIN. */
export async function makeStore(console: BrowserLike, name = '渋谷店', pin = '2468'): Promise<string> {
  return made(await console.post('/v1/stores', { name, timeZone: 'Asia/Tokyo', pin }), 'storeId');
}

/** Defines a coupon that is good for a month, unless told otherwise. */
export async function makeCoupon(console: BrowserLike, wish: Record<string, unknown> = {}): Promise<string> {
  const validUntil = new Date(Date.now() + 400 * 86_400_000).toISOString();
  return made(await console.post('/v1/coupons', { title: '100円引', validUntil, ...wish }), 'couponId');
}

/** Drafts, plans and launches a campaign. */
export async function launchCampaign(
  console: BrowserLike,
  couponId: string,
  wish: Record<string, unknown> = {},
): Promise<string> {
  const message = { body: '【もぎり商店】クーポンです {link} 停止 {optout}' };
  const id = made(
    await console.post('/v1/campaigns', { name: '秋の会', couponId, message, audience: {}, ...wish }),
    'campaignId',
  );
  for (const verb of ['plan', 'launch']) {
    const { status, text } = await console.post(`/v1/campaigns/${id}/${verb}`);
    if (status !== 200) throw new Error(`${verb} answered ${status} ${text}`);
  }
  return id;
}

/** A campaign's report. */
export type Report = {
  readonly recipients: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly clicked: number;
  readonly redeemed: number;
};

/** Reads a campaign's report. */
export async function reportOf(console: BrowserLike, campaignId: string): Promise<Report> {
  return (await console.get(`/v1/campaigns/${campaignId}/report`)).body as unknown as Report;
}
