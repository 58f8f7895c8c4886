import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { packWorker } from '../../web/worker/pack-worker.ts';
import { openBrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, freshNumber, signUp, type ShopperLike } from '../journeys/people.ts';
import { enterTill, signIn } from './acts.ts';
import { openHouse, type House } from './house.ts';
import { keptThings, waitForKept } from './kept-things.ts';
import type { Visit } from './visit.ts';

let house: House;
let pagesDir: string;

beforeAll(async () => {
  pagesDir = await mkdtemp(join(tmpdir(), 'mogiri-pages-'));
  await cp(join(projectRoot, 'dist', 'web'), pagesDir, { recursive: true });
  house = await openHouse([], { pagesDir });
});

afterAll(async () => {
  await house.close();
  await rm(pagesDir, { recursive: true, force: true });
});

/** Every reload is a new process of Chromium's, and a worker another: on a busy machine that takes its time. */
const patienceMs = 60_000;
const soon = { timeout: patienceMs };

/** A shopper with a ticket of the demo's public coupon. */
async function withTicket(): Promise<{ shopper: ShopperLike; ticket: Record<string, string> }> {
  const { phone, e164 } = freshNumber();
  const shopper = await signUp(house.origin, phone, e164, false);
  const { body } = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  return { shopper, ticket: body as Record<string, string> };
}

async function openTicket(): Promise<Visit & { ticket: Record<string, string> }> {
  const { shopper, ticket } = await withTicket();
  const visit = await house.visit({ cookies: shopper.cookies });
  visit.page.setDefaultTimeout(patienceMs);
  await visit.page.goto(`${house.origin}/#/vouchers/${ticket['voucherId']}`);
  await visit.page.locator('.qr svg').waitFor();
  return { ...visit, ticket };
}

/** Chromium's own complaints about a connection that is not there, or that we cut, are no fault of the page. */
const noise = /net::ERR_(?:INTERNET_DISCONNECTED|FAILED)/u;
const faultsOf = async (visit: Visit) => (await visit.faults()).filter(fault => !noise.test(fault));

/** How often a voucher was redeemed, as the ledger knows it. */
async function redemptionsOf(voucherId = ''): Promise<number> {
  const lines = (await house.controls.dump()).split('\n');
  return lines.filter(line => line.includes(voucherId) && /"sk":\s*(?:\{"S":\s*)?"RED#/u.test(line)).length;
}

const bar = (page: Page) => page.locator('.offline');
const use = (page: Page) => page.locator('.ticket-stub .button.seal');

async function tearWithPin(page: Page): Promise<void> {
  await use(page).click();
  await page.locator('dialog .way').last().click();
  await page.locator('#pin').fill(house.demo.pin);
  const button = page.locator('dialog form .button.wide');
  await button.click();
  await button.click();
}

/**
 * Until the next reload every redemption takes place and nobody hears of it (`lost`), or none gets through (`stuck`); with
 * `asked` what came of it can be asked. The page's own fetch is cut: Chromium holds a worker up whose requests are routed.
 */
async function cut(page: Page, how: 'lost' | 'stuck', asked = false): Promise<void> {
  await page.evaluate(
    ({ how, asked }) => {
      const send = globalThis.fetch;
      globalThis.fetch = async (path, init) => {
        const isUse = (path instanceof Request ? path.url : path.toString()).includes('/redemptions');
        const isCut = isUse && !(asked && init?.method === 'GET');
        if (!isCut) return send(path, init);
        if (how === 'lost') await send(path, init);
        throw new TypeError('the reply was lost');
      };
    },
    { how, asked },
  );
}

test('a ticket opens without a connection, says from when it is and offers no use', async () => {
  const visit = await openTicket();
  const { page, context, ticket } = visit;
  await waitForKept(page);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.qr svg').waitFor();
  await expect
    .poll(() => bar(page).textContent(), soon)
    .toMatch(/^通信がありません。表示は \d+:\d\d の内容です$/u);
  expect([await use(page).textContent(), await use(page).isDisabled()]).toEqual([
    '通信が戻ると使えます',
    true,
  ]);
  expect(await page.getByText('サーバーの時刻').isVisible()).toBe(false);
  expect(await faultsOf(visit)).toEqual([]);

  await page.getByRole('link', { name: 'クーポン' }).click();
  await page.locator('a.ticket').waitFor();
  await page.getByRole('button', { name: 'もう一度読む' }).waitFor();
  expect([await page.getByRole('alert').count(), await bar(page).isVisible()]).toEqual([0, true]);
  expect(await faultsOf(visit)).toEqual([]);

  await page.goto(`${house.origin}${new URL(ticket['link'] ?? '').pathname}`);
  await page.getByRole('link', { name: 'クーポンを開く' }).click();
  await page.locator('.qr svg').waitFor();
  expect(page.url()).toContain(ticket['voucherId']);

  await context.setOffline(false);
  await expect.poll(() => use(page).textContent(), soon).toBe('使う');
  expect([await bar(page).isHidden(), await page.getByText('サーバーの時刻').isVisible()]).toEqual([
    true,
    true,
  ]);
  await tearWithPin(page);
  await page.locator('.proof').waitFor();
  expect(await redemptionsOf(ticket['voucherId'])).toBe(1);
  await visit.close();
});

test('a use whose reply was lost is one use, and the page says so after a reload', async () => {
  const visit = await openTicket();
  const { page, ticket } = visit;
  await cut(page, 'lost');
  await tearWithPin(page);
  await page.getByText('使えたかどうか、まだ分かりません').waitFor();
  expect(await page.locator('.proof, .stamp').count()).toBe(0);
  expect((await keptThings(page)).texts).not.toContain(house.demo.pin);
  await page.reload();
  await page.getByText(/に渋谷店で使われています。/u).waitFor();
  await page.locator('.stamp').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await faultsOf(visit)).toEqual([]);
  expect(await redemptionsOf(ticket['voucherId'])).toBe(1);
  expect((await keptThings(page)).texts).not.toContain('open-uses\\":');
  await visit.close();
});

test('a reply that is lost once is asked for at once, and the stub comes off', async () => {
  const visit = await openTicket();
  const { page, ticket } = visit;
  await cut(page, 'lost', true);
  await tearWithPin(page);
  await page.locator('.proof').waitFor();
  expect(await redemptionsOf(ticket['voucherId'])).toBe(1);
  await visit.close();
});

test('a use that never got through is said to be none, and then made once', async () => {
  const visit = await openTicket();
  const { page, ticket } = visit;
  await cut(page, 'stuck');
  await tearWithPin(page);
  await page.getByText('使えたかどうか、まだ分かりません').waitFor();
  await page.reload();
  await page.getByText('さきほどの操作では、使われていません。').waitFor();
  await tearWithPin(page);
  await page.locator('.proof').waitFor();
  expect(await redemptionsOf(ticket['voucherId'])).toBe(1);
  await visit.close();
});

test('a till whose reply was lost never claims success, and after a reload says what came of it', async () => {
  const { ticket } = await withTicket();
  const visit = await house.visit();
  visit.page.setDefaultTimeout(patienceMs);
  const { page, context } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: 'コードを入力' }).click();
  await page.locator('#code').fill(ticket['code'] ?? '');
  const confirm = page.locator('.confirm');
  await context.setOffline(true);
  await page.getByText('通信がありません。つながるまで券は使えません').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: '戻る' }).click();
  await page.getByRole('button', { name: 'コードを入力' }).click();
  await page.locator('#code').fill(ticket['code'] ?? '');
  await cut(page, 'lost');
  await confirm.click();
  await page.getByText('使用済にできたか、まだ分かりません。').waitFor();
  expect(await page.locator('.done').count()).toBe(0);
  await page.reload();
  await page.getByText(/に、この店で使用済にしました。/u).waitFor();
  expect(await faultsOf(visit)).toEqual([]);
  await page.getByRole('button', { name: '戻る' }).click();
  await page.getByRole('button', { name: /^取り消す/u }).waitFor();
  expect(await redemptionsOf(ticket['voucherId'])).toBe(1);
  await visit.close();
});

/** Another till of the store, which undoes the one use there is of a ticket. */
async function undoElsewhere(ticket: Record<string, string>) {
  const till = openBrowserLike(house.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: house.demo.storeId, pin: house.demo.pin });
  const lines = (await house.controls.dump()).split('\n');
  const use = lines.find(line => line.includes(ticket['voucherId'] ?? '') && /"RED#/u.test(line));
  const id = /RED#(red_\w+)/u.exec(use ?? '')?.[1];
  expect((await till.post(`/v1/till/redemptions/${id}/undo`, { reason: '打ち間違い' })).status).toBe(200);
  return till;
}

test('a till whose reply was lost does not pass a use off that somebody else undid since', async () => {
  const [{ ticket }, { ticket: other }] = [await withTicket(), await withTicket()];
  const visit = await house.visit();
  visit.page.setDefaultTimeout(patienceMs);
  const { page } = visit;
  const confirmInVain = async ({ code = '' }: Record<string, string>) => {
    await page.getByRole('button', { name: 'コードを入力' }).click();
    await page.locator('#code').fill(code);
    await page.locator('.confirm').waitFor();
    await cut(page, 'lost');
    await page.locator('.confirm').click();
    await page.getByText('使用済にできたか、まだ分かりません。').waitFor();
  };
  await enterTill(house, page);
  await confirmInVain(ticket);
  await undoElsewhere(ticket);
  await page.reload();
  await page.locator('.confirm').click();
  await page.getByText(/使用済にしましたが、そのあと取り消されました。/u).waitFor();
  expect(await page.locator('.done').count()).toBe(0);
  expect(await faultsOf(visit)).toEqual([]);
  await page.locator('.confirm').click();
  await page.locator('.done').waitFor();
  expect(await redemptionsOf(ticket['voucherId'])).toBe(2);

  await page.goto(`${house.origin}/store/`);
  await confirmInVain(other);
  await (await undoElsewhere(other)).post('/v1/till/redemptions', { code: other['code'] });
  await page.reload();
  await page
    .getByRole('alert')
    .filter({ hasText: /に渋谷店で使われています/u })
    .waitFor();
  expect(await page.getByText(/この店で使用済にしました/u).count()).toBe(0);
  await visit.close();
});

test('nothing of the number step is kept, and signing out leaves nothing in the caches', async () => {
  const { phone, e164 } = freshNumber();
  const visit = await house.visit();
  visit.page.setDefaultTimeout(patienceMs);
  const { page } = visit;
  await signIn(house, page, phone, e164);
  await page
    .getByRole('button', { name: /受け取る/u })
    .first()
    .click();
  await page.goto(`${house.origin}/#/wallet`);
  await page.locator('a.ticket').first().click();
  await page.locator('.qr svg').waitFor();
  await waitForKept(page);
  const kept = await keptThings(page);
  const paths = Object.keys(kept.cached);
  expect(paths.filter(path => path.startsWith('/v1/'))).toEqual([]);
  expect(paths).toEqual(expect.arrayContaining(['/index.html', '/c/index.html', '/last-ticket']));
  const all = JSON.stringify(kept);
  const code = (await house.controls.inbox(e164)).map(({ body }) => /#(\d{6})/u.exec(body)?.[1] ?? '');
  expect([phone, phone.slice(1), e164, ...code].filter(text => text !== '' && all.includes(text))).toEqual(
    [],
  );

  await page.goto(`${house.origin}/#/settings`);
  await page.getByRole('button', { name: 'この端末から出る' }).click();
  await page.locator('#number').waitFor();
  const left = await keptThings(page);
  expect([left.caches, left.workers]).toEqual([[], 0]);
  await page.reload();
  await page.locator('#number').waitFor();
  expect([(await keptThings(page)).caches, visit.complaints]).toEqual([[], []]);
  await visit.close();
});

test('a new build takes the place of the old one, and nobody stays on an old page', async () => {
  const visit = await openTicket();
  const { page, context } = visit;
  await waitForKept(page);
  const names = () => page.evaluate(async () => (await caches.keys()).toSorted());
  const before = await names();
  const index = await readFile(join(pagesDir, 'index.html'), 'utf8');
  await writeFile(
    join(pagesDir, 'index.html'),
    index.replace('<head>', '<head><meta name="build" content="2">'),
  );
  const worker = await packWorker(path => readFileSync(join(pagesDir, path)));
  await writeFile(join(pagesDir, 'sw.js'), worker);
  await page.reload();
  expect(await page.locator('meta[name=build]').count()).toBe(1);
  const isReplaced = async () => {
    const now = await names();
    return now.length === before.length && now.join() !== before.join();
  };
  await expect.poll(isReplaced, soon).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.qr svg').waitFor();
  expect(await page.locator('meta[name=build]').count()).toBe(1);
  await visit.close();
});

/** What a shopper is told who asks, under a key, what came of a use at the demo store. */
async function askOf({ cookies }: ShopperLike, voucherId: string, key: string) {
  const cookie = [...cookies].map(pair => pair.join('=')).join('; ');
  const path = `${house.origin}/v1/vouchers/${voucherId}/redemptions/${house.demo.storeId}`;
  const headers = { cookie, 'idempotency-key': key, 'x-local-source-ip': freshAddress() };
  const answer = await fetch(path, { headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('what came of a use is told to its shopper under its key, and to nobody else', async () => {
  const { shopper, ticket } = await withTicket();
  const { shopper: other } = await withTicket();
  const { storeId, pin } = house.demo;
  const voucherId = ticket['voucherId'] ?? '';
  const none = await askOf(shopper, voucherId, 'k');
  const proof = { kind: 'store-pin', pin };
  const used = await shopper.post(
    `/v1/vouchers/${voucherId}/redemptions`,
    { storeId, proof },
    { 'idempotency-key': 'k' },
  );
  expect([none.status, none.body['code'], used.status]).toEqual([404, 'redemption.not_found', 201]);
  const told = await askOf(shopper, voucherId, 'k');
  expect(told).toEqual({ status: 200, body: { ...used.body, storeName: '渋谷店' } });
  const strangers = [await askOf(other, voucherId, 'k'), await askOf(shopper, voucherId, 'another')];
  expect(strangers.map(({ status }) => status)).toEqual([404, 404]);

  const till = openBrowserLike(house.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId, pin });
  const undo = `/v1/till/redemptions/${String(used.body['redemptionId'])}/undo`;
  const undone = await till.post(undo, { reason: '打ち間違い' });
  expect((await askOf(shopper, voucherId, 'k')).body['undoneAt']).toBe(undone.body['undoneAt']);
});
