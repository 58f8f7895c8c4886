import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOfSecret } from '../../lambdas/domain/pepper.ts';
import { policyTexts, policyVersion } from '../../lambdas/domain/policy-text.ts';
import { wordsShown } from '../../lambdas/domain/shown-text.ts';
import type { System } from '../../local/system.ts';
import { itemsOf } from '../chaos/crowd.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  freshAddress,
  lastCode,
  launchCampaign,
  makeCoupon,
  openConsole,
  reportOf,
  type Report,
} from './people.ts';

let system: System;
let couponId: string;

beforeAll(async () => {
  system = await openSystem();
  couponId = await makeCoupon(await openConsole(system.origin), { public: true });
});

afterAll(() => system.close());

const days = (count: number) => system.clock.advance(count * 86_400);
const newBrowser = () => openBrowserLike(system.origin, { address: freshAddress() });

let numbers = 0;
/** A number of a block of its own, so that the limits of blocks are no part of this. */
function newNumber(): string {
  numbers += 1;
  return `+8190${6100 + numbers}0001`;
}

/** Asks for a code from a browser; the answer confirms it. */
async function ask(browser: BrowserLike, phone: string, start: Record<string, unknown> = {}) {
  const started = await browser.post('/v1/challenges', { phone, ...start });
  if (started.status !== 202) throw new Error(`a start answered ${started.status} ${started.text}`);
  const code = await lastCode(controlsOf(system.origin), phone);
  const path = `/v1/challenges/${String(started.body['challengeId'])}/confirm`;
  return (delivery: boolean, more: Record<string, unknown> = {}) =>
    browser.post(path, { phone, code, policyVersion, consents: { delivery }, ...more });
}

/** Proves a number from a browser; who that is. */
async function prove(browser: BrowserLike, phone: string, delivery = true): Promise<string> {
  const { status, body, text } = await (await ask(browser, phone))(delivery);
  if (status !== 200) throw new Error(`a confirmation answered ${status} ${text}`);
  return String(body['shopperId']);
}

/** Somebody whose number was proven just now, with a coupon in the wallet. */
async function somebody(delivery = true) {
  const [browser, phone] = [newBrowser(), newNumber()];
  const shopperId = await prove(browser, phone, delivery);
  expect((await browser.post(`/v1/coupons/${couponId}/vouchers`)).status).toBe(201);
  return { browser, phone, shopperId };
}

type Row = { readonly sequence: number; readonly fact: Readonly<Record<string, string>> };

/** What the register says of a shopper's consents, as the desk reads it. */
async function consentFacts(shopperId: string): Promise<Row['fact'][]> {
  const token = await controlsOf(system.origin).token('custodian-1', ['custodian']);
  const desk = openBrowserLike(system.origin, { token });
  const { body } = await desk.get('/v1/custodian/registers/consents');
  expect(body['cursor'], 'one page').toBeUndefined();
  const rows = body['items'] as (Row & { readonly chain: string })[];
  return rows.filter(({ chain }) => chain === `consents#${shopperId}`).map(({ fact }) => fact);
}

const couponsFor = async (phone: string) =>
  (await controlsOf(system.origin).inbox(phone)).filter(({ body }) => body.includes('/c/')).length;

/**
 * Sends a campaign to everyone there is. Only the campaigns' own tick is run: the others would catch up on half a year
 * of hours, which is not what is asked here.
 */
async function sendCampaign() {
  const console = await openConsole(system.origin);
  const campaignId = await launchCampaign(console, couponId);
  const pulse = system.deployment.functions.find(({ name }) => name.endsWith('-pulse'));
  await system.functions.invoke(pulse?.arn ?? '', {});
  const isOpen = ({ byState }: Report) =>
    ['PENDING', 'CLAIMED', 'SENDING'].some(state => byState[state] !== 0);
  let report = await reportOf(console, campaignId);
  for (let looks = 0; isOpen(report) && looks < 200; looks += 1) {
    await pause(25);
    report = await reportOf(console, campaignId);
  }
  expect(isOpen(report), 'the campaign came to its end').toBe(false);
  return report;
}

const walletOf = async (browser: BrowserLike) => (await browser.get('/v1/me/vouchers')).body['items'];
const deliveryOf = async (browser: BrowserLike) =>
  ((await browser.get('/v1/me')).body['consents'] as Record<string, { state: string }>)['delivery']?.state;

/** How often a number was sealed while something was done. */
async function sealings(work: () => Promise<unknown>): Promise<number> {
  const sealed = async () => (await controlsOf(system.origin).trail('service=kms&operation=Encrypt')).length;
  const before = await sealed();
  await work();
  return (await sealed()) - before;
}

async function sealedFor(shopperId: string): Promise<boolean> {
  return (await itemsOf(system, 'vault')).some(({ pk }) => pk?.['S'] === shopperId);
}

describe('what was on the screen when somebody agreed', () => {
  test.each([
    { says: 'the page', start: { locale: 'ja' }, confirm: { locale: 'en' }, locale: 'en' },
    { says: 'the challenge, where the page does not', start: { locale: 'en' }, confirm: {}, locale: 'en' },
    { says: 'the browser, where nobody does', start: {}, confirm: {}, locale: 'ja' },
  ] as const)(
    'is proven by the register alone, in the language of $says',
    async ({ start, confirm, locale }) => {
      const browser = newBrowser();
      const { body } = await (await ask(browser, newNumber(), start))(true, confirm);
      const facts = await consentFacts(String(body['shopperId']));
      expect(facts.map(({ purpose }) => purpose)).toEqual(['usage', 'delivery']);
      expect(facts.map(wordsShown)).toEqual([policyTexts[locale].usage, policyTexts[locale].delivery]);
    },
  );

  test('is kept for the settings page too, and a stop link claims no text', async () => {
    const { browser, phone, shopperId } = await somebody();
    await sendCampaign();
    const put = (granted: boolean, more = {}) =>
      browser.put('/v1/me/consents/delivery', { granted, policyVersion, ...more });
    await put(false, { locale: 'en' });
    await put(true);
    const message = (await controlsOf(system.origin).inbox(phone)).find(({ body }) => body.includes('/o/'));
    const token = /\/o\/(\w+)/u.exec(message?.body ?? '')?.[1];
    expect((await browser.post(`/v1/opt-outs/${token}`, {})).status).toBe(200);
    const facts = (await consentFacts(shopperId)).slice(2);
    expect(facts.map(wordsShown)).toEqual([policyTexts.en.delivery, policyTexts.ja.delivery, undefined]);
    expect(facts.at(-1)).toEqual({
      shopperId,
      purpose: 'delivery',
      state: 'withdrawn',
      policyVersion,
      by: 'opt-out-link',
    });
  });
});

describe('a number after long silence', () => {
  type Somebody = Awaited<ReturnType<typeof somebody>>;
  let moved: Somebody;
  let quiet: Somebody;
  let loyal: Somebody;
  let twice: Somebody;
  let early: Somebody;

  beforeAll(async () => {
    [moved, quiet, loyal, twice, early] = [
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
    ];
  });

  test('of 100 days is the same person’s, from a new browser too', async () => {
    days(100);
    const browser = newBrowser();
    expect(await prove(browser, early.phone)).toBe(early.shopperId);
    expect(await walletOf(browser)).toHaveLength(1);
  });

  test('of 181 days gets no campaign, and the report says that the proof is too old', async () => {
    days(81);
    const before = [await couponsFor(loyal.phone), await couponsFor(early.phone)];
    const report = await sendCampaign();
    expect(report.byState['SENT'], 'who came back after 100 days').toBe(1);
    expect(report.reasons['proof_too_old']).toBe(report.recipients - 1);
    expect(report.byState['SKIPPED']).toBe(report.recipients - 1);
    expect([await couponsFor(loyal.phone), await couponsFor(early.phone)]).toEqual([
      before[0],
      (before[1] ?? 0) + 1,
    ]);
  });

  test('from the browser that proved it before, is the same person’s, and gets campaigns again', async () => {
    const sealed = await sealings(async () => {
      expect(await prove(loyal.browser, loyal.phone)).toBe(loyal.shopperId);
    });
    expect(sealed).toBe(0);
    expect(await walletOf(loyal.browser)).toHaveLength(1);
    const before = await couponsFor(loyal.phone);
    expect((await sendCampaign()).byState['SENT']).toBe(2);
    expect(await couponsFor(loyal.phone)).toBe(before + 1);
  });

  test('from a new browser, is somebody new’s: an empty wallet, and nothing sent unless ticked', async () => {
    const browser = newBrowser();
    let newcomer = '';
    const sealed = await sealings(async () => {
      newcomer = await prove(browser, quiet.phone, false);
    });
    expect(newcomer).toMatch(/^shp_/u);
    expect(newcomer).not.toBe(quiet.shopperId);
    expect(sealed).toBe(1);
    expect([await sealedFor(newcomer), await sealedFor(quiet.shopperId)]).toEqual([true, true]);
    expect(await walletOf(browser)).toEqual([]);
    expect(await deliveryOf(browser)).toBe('never');
    const before = await couponsFor(quiet.phone);
    const report = await sendCampaign();
    expect(report.byState['SENT']).toBe(2);
    expect(await couponsFor(quiet.phone)).toBe(before);
  });

  test('ends what its earlier holder agreed to, in their own chain, and leaves them their vouchers', async () => {
    const facts = (await consentFacts(quiet.shopperId)).slice(2);
    const ended = { shopperId: quiet.shopperId, state: 'withdrawn', policyVersion, by: 'number-recycled' };
    expect(facts).toEqual([
      { ...ended, purpose: 'delivery' },
      { ...ended, purpose: 'usage' },
    ]);
    const theirs = (await itemsOf(system, 'book')).filter(({ pk }) => pk?.['S'] === `SHP#${quiet.shopperId}`);
    expect(theirs.filter(({ sk }) => sk?.['S']?.toString().startsWith('VCH#'))).toHaveLength(1);
    expect(theirs.filter(item => 'gsi1pk' in item)).toEqual([]);
  });

  test('gets one message where its new holder ticked the box, and the desk finds the new holder', async () => {
    const browser = newBrowser();
    const newcomer = await prove(browser, moved.phone);
    expect(newcomer).not.toBe(moved.shopperId);
    const before = await couponsFor(moved.phone);
    expect((await sendCampaign()).byState['SENT']).toBe(3);
    expect(await couponsFor(moved.phone)).toBe(before + 1);
    const token = await controlsOf(system.origin).token('custodian-1', ['custodian']);
    const desk = openBrowserLike(system.origin, { token });
    const found = await desk.post('/v1/custodian/searches', { phone: moved.phone });
    expect(found.body['items']).toMatchObject([{ shopperId: newcomer }]);
    expect(await prove(moved.browser, moved.phone), 'the earlier browser is nobody’s now').toBe(newcomer);
  });

  test('proven by two new browsers at once goes to one new person, and both are let in', async () => {
    const confirms = [await ask(newBrowser(), twice.phone), await ask(newBrowser(), twice.phone)];
    const answers: Answered[] = await Promise.all(confirms.map(confirm => confirm(true)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const holders = new Set(answers.map(({ body }) => body['shopperId']));
    expect(holders.size).toBe(1);
    expect(holders).not.toContain(twice.shopperId);
    const kept = (await itemsOf(system, 'book')).filter(({ shopperId }) => holders.has(shopperId?.['S']));
    expect(
      kept.filter(({ sk }) => sk?.['S'] === 'CONSENTS'),
      'one person',
    ).toHaveLength(1);
    const number = kept.filter(({ pk }) => pk?.['S']?.toString().startsWith('NUM#'));
    expect(number, 'whom the number stands for').toHaveLength(1);
    expect(await consentFacts(twice.shopperId)).toHaveLength(4);
  });

  test('proven again while its holder changes their mind loses neither', async () => {
    const { browser, phone, shopperId } = loyal;
    for (let round = 0; round < 2; round += 1) {
      const again = await ask(newBrowser(), phone);
      const [changed, proven] = await Promise.all([
        browser.put('/v1/me/consents/delivery', { granted: round === 1, policyVersion }),
        again(round === 0),
      ]);
      expect([changed.status, proven.status]).toEqual([200, 200]);
      expect(proven.body['shopperId']).toBe(shopperId);
      const last = (await consentFacts(shopperId)).findLast(({ purpose }) => purpose === 'delivery');
      expect(await deliveryOf(browser)).toBe(last?.['state']);
      const consents = (await itemsOf(system, 'book')).find(
        ({ pk, sk }) => pk?.['S'] === `SHP#${shopperId}` && sk?.['S'] === 'CONSENTS',
      );
      const { verifiedAt } = (await browser.get('/v1/me')).body;
      expect(Number(consents?.['provenAtMs']?.['N'])).toBe(Date.parse(String(verifiedAt)));
    }
  });

  test('leaves marks of browsers that name neither browser nor number', async () => {
    const gate = (await itemsOf(system, 'gate')).map(item => JSON.stringify(item));
    const marks = gate.filter(item => item.includes('"KWN#'));
    expect(marks.length).toBeGreaterThan(5);
    const numberRows = (await itemsOf(system, 'book')).map(({ pk }) => String(pk?.['S']));
    const indexes = numberRows.filter(pk => pk.startsWith('NUM#')).map(pk => pk.slice(4));
    expect(indexes.length).toBeGreaterThan(5);
    const cookie = loyal.browser.cookies.get('__Host-browser') ?? 'none';
    for (const hint of [...indexes, cookie, hashOfSecret(cookie)])
      expect(marks.filter(mark => mark.includes(hint))).toEqual([]);
    expect(gate.filter(item => item.includes(hashOfSecret(cookie))).length).toBeGreaterThan(0);
  });
});
