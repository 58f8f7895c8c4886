import type { Page } from 'playwright-core';
import { enterConsole } from './acts.ts';
import {
  answering,
  type Answers,
  consentRows,
  firstThen,
  foundId,
  foundPath,
  leave,
  leaverId,
  never,
  no,
  ok,
  partSeen,
  rotation,
  rotationRows,
  rotations,
  staff,
  shopperStanding,
  type Told,
} from './desk-answers.ts';
import type { Room, Scene as AnyScene, Stage } from './scene.ts';
import { open } from './scenes-console.ts';

/** These scenes stand on answers laid before the page, not on what happened in the house. */
type Scene = AnyScene<undefined>;

type Acts = (page: Page) => Promise<unknown>;

/** A scene at an address of the console: what the API answers, what is done there, and what then shows. */
const scene = (name: string, address: string, answers: Answers, ready: string, acts?: Acts): Scene => ({
  name,
  set: async stage => {
    await answering(stage.page, answers);
    await open(stage, address);
    await acts?.(stage.page);
    await stage.page.locator(ready).first().waitFor();
  },
});

const found = ok({ items: [{ shopperId: foundId, verifiedAt: '2026-11-03T04:05:00.000Z' }] });

const search = async (page: Page, typed = '090-1234-5678'): Promise<void> => {
  await page.locator('form').first().locator('input.input').fill(typed);
  await page.locator('form').first().locator('button[type=submit]').click();
};

const readWith =
  (ticket: string): Acts =>
  async page => {
    await search(page);
    // A form kept from the last search gives way to a new one once somebody is found; then the field is empty.
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('form input')?.value === '');
    const form = page.locator('form').nth(1);
    await form.locator('input.input').fill(ticket);
    await form.locator('.button.seal').click();
  };

const finds: Answers = {
  'POST /v1/custodian/searches': found,
  [`GET ${foundPath}`]: ok(shopperStanding()),
};
const reads = (told: Told): Answers => ({ ...finds, 'POST /v1/custodian/readings': told });

const readingScenes: readonly Scene[] = [
  scene('search', 'desk', {}, 'form', async page =>
    page.evaluate(() => sessionStorage.removeItem('mogiri.console.draft.reading')),
  ),
  scene('search-unclear', 'desk', {}, '.field-error', page => search(page, '山田花子')),
  scene(
    'search-nobody',
    'desk',
    { 'POST /v1/custodian/searches': ok({ items: [] }) },
    '.notice.warn',
    search,
  ),
  scene(
    'search-limit',
    'desk',
    { 'POST /v1/custodian/searches': no(429, 'limit.too_many', {}, 41_000) },
    '.notice.seal',
    search,
  ),
  scene('found', 'desk', finds, '.field-error', readWith('')),
  scene('reading-no-login', 'desk', reads(no(503, 'login.refused')), '.notice.seal', readWith('Q-2041')),
  scene('reading-shown', 'desk', reads(ok({ phone: '+819012345678' })), '.big-number', readWith('Q-2041')),
  scene('reading-covered', 'desk', reads(ok({ phone: '+819012345678' })), '.covered', async page => {
    await readWith('Q-2041')(page);
    await page.locator('.shown-number button').click();
  }),
];

const suspends: Acts = async page => {
  await search(page);
  await page.locator('section.sheet .form-end .button').click();
  await page.locator('textarea').fill('本人から電話があった');
  await page.locator('section.sheet form .button').click();
};

const standingScenes: readonly Scene[] = [
  scene('suspend-ask', 'desk', finds, 'dialog[open]', suspends),
  scene(
    'suspended',
    'desk',
    { ...finds, [`POST ${foundPath}/suspend`]: ok(shopperStanding('somebody_elses_number')) },
    '.chip.seal',
    async page => {
      await suspends(page);
      await page.locator('dialog .button.seal').click();
    },
  ),
];

const rows: Answers = { 'GET /v1/custodian/registers/rotations': ok({ items: rotationRows }) };
const checks = (check: Answers[string]): Answers => ({
  ...rows,
  'POST /v1/custodian/register-checks': check,
});
const check: Acts = page => page.locator('section.sheet .button').last().click();
const faultAt = (fault: object) => firstThen(26, partSeen, body => partSeen(body, { fault }));

const registerScene = (name: string, answer: () => Answers[string], ready: string): Scene => ({
  name,
  set: stage => scene(name, 'registers/rotations', checks(answer()), ready, check).set(stage),
});

const registerScenes: readonly Scene[] = [
  scene('registers', 'registers/rotations', rows, 'table.register'),
  scene(
    'registers-consents',
    'registers/consents',
    { 'GET /v1/custodian/registers/consents': ok({ items: consentRows }) },
    '.shown-words',
  ),
  scene(
    'registers-empty',
    'registers/rotations',
    { 'GET /v1/custodian/registers/rotations': ok({ items: [] }) },
    '.empty',
  ),
  registerScene('check-running', () => firstThen(13, partSeen, never), '[aria-valuenow="13"]'),
  registerScene('check-holds', () => partSeen, '.notice.ok'),
  registerScene(
    'check-no-roots',
    () => body => partSeen(body, { roots: 0, heads: 0, rootsEndAt: undefined }),
    '.notice.ok',
  ),
  registerScene(
    'check-fault',
    () => faultAt({ what: 'row_changed', chain: 'rotations', sequence: 2, root: 311 }),
    '.notice.seal',
  ),
  registerScene(
    'check-fault-elsewhere',
    () =>
      firstThen(9, partSeen, body =>
        partSeen(body, { fault: { what: 'chain_missing', chain: `consents#${foundId}` } }),
      ),
    '.notice.seal a',
  ),
  registerScene(
    'check-late',
    () => body => partSeen(body, { fault: { what: 'roots_overdue', root: 312 } }),
    'section .notice.warn',
  ),
  registerScene(
    'check-halfway',
    () => firstThen(7, partSeen, () => no(503, 'register.unavailable')),
    '.notice.seal',
  ),
];

const standing = (told: Told, more: Answers = {}): Answers => ({
  'GET /v1/custodian/rotations': told,
  ...more,
});
const asked: Acts = page => page.locator('section .button.seal').click();
const saidYes: Acts = async page => {
  await asked(page);
  await page.locator('dialog .button.seal').click();
};

const rotationScenes: readonly Scene[] = [
  scene('rotation-never', 'rotation', standing(ok(rotations())), '.empty'),
  scene('rotation-done', 'rotation', standing(ok(rotations({ epoch: 4, last: rotation(8) }))), '.step.done'),
  scene(
    'rotation-overdue',
    'rotation',
    standing(ok(rotations({ overdue: true, last: rotation(8) }))),
    '.notice.warn',
  ),
  scene('rotation-ask', 'rotation', standing(ok(rotations({ last: rotation(8) }))), 'dialog[open]', asked),
  scene(
    'rotation-requested',
    'rotation',
    standing(ok(rotations({ last: rotation(8) })), {
      'POST /v1/custodian/rotations': ok({ rotationId: 'rot_new', state: 'requested' }, 202),
    }),
    'button[aria-disabled=true]',
    saidYes,
  ),
  scene(
    'rotation-in-progress',
    'rotation',
    standing(ok(rotations({ last: rotation(8) })), {
      'POST /v1/custodian/rotations': no(409, 'rotation.in_progress', { rotationId: 'rot_other' }),
    }),
    '.notice.warn .code',
    saidYes,
  ),
  scene('rotation-running', 'rotation', standing(ok(rotations({ running: rotation(5) }))), '.step.running'),
  scene('rotation-down', 'rotation', standing(no(503, 'register.unavailable')), '.notice.seal'),
  {
    name: 'rotation-stale',
    // The last of its room: the clock is the visit's from here on.
    set: async stage => {
      const answer = firstThen(
        1,
        () => ok(rotations({ running: rotation(5) })),
        () => no(503, 'http.503'),
      );
      const answers = { 'GET /v1/custodian/rotations': answer };
      await stage.page.clock.install();
      await scene('rotation-stale', 'rotation', answers, '.notice.warn', page =>
        page.clock.fastForward(3000),
      ).set(stage);
    },
  },
];

const at = leaverId;
const people: Answers = { 'GET /v1/custodian/staff': ok({ items: staff }) };
const leaving = (told: Told, more: Answers = {}): Answers => ({
  ...people,
  [`GET /v1/custodian/staff/${at}/leave`]: told,
  ...more,
});
const here = no(404, 'staff.has_not_left');
const end: Acts = page => page.locator('form .form-end > .button.seal').first().click();

const leaverScenes: readonly Scene[] = [
  scene('leavers', 'leavers', people, 'table.people'),
  scene('leavers-by-id', 'leavers', people, '.field-error', page => page.locator('form button').click()),
  scene('leaver', `leavers/${at}`, leaving(here), 'form'),
  scene('leaver-fault', `leavers/${at}`, leaving(here), '.field-error', async page => {
    await page.locator('textarea').fill('連絡先は 090-1234-5678');
    await end(page);
  }),
  scene('leaver-ask', `leavers/${at}`, leaving(here), 'dialog[open]', async page => {
    await page.locator('.boxed input').first().check();
    await end(page);
  }),
  scene(
    'leaver-self',
    'leavers/stf_local-both',
    { ...people, 'GET /v1/custodian/staff/stf_local-both/leave': here },
    '.notice.warn',
  ),
  scene(
    'leave-pending',
    `leavers/${at}`,
    leaving(ok(leave({ login: { state: 'pending' }, rotation: { state: 'pending' } }))),
    '.step.held',
  ),
  scene(
    'leave-running',
    `leavers/${at}`,
    leaving(ok(leave({ rotation: { state: 'running' } }))),
    '.step.running',
  ),
  scene('leave-proven', `leavers/${at}`, leaving(ok(leave())), '.notice.ok'),
];

const store = { storeId: 'sto_ebisu', name: '恵比寿ガーデンプレイス店', timeZone: 'Asia/Tokyo' };
const ended = { ...store, pinState: 'ended', pinSetAt: '2026-04-01T00:00:00.000Z' };
const renewed = {
  ...store,
  storeId: 'sto_shibuya',
  name: '渋谷店',
  pinState: 'set',
  pinSetAt: '2026-11-02T01:00:00.000Z',
};
const shops: Answers = {
  'GET /v1/stores': ok({ items: [ended, renewed] }),
  'GET /v1/stores/sto_ebisu': ok(ended),
  'PUT /v1/stores/sto_ebisu/pin': ok({ ...ended, pinState: 'set' }),
};
const setPin =
  (pin: string): Acts =>
  async page => {
    await page.locator('form input').fill(pin);
    await page.locator('form .button.seal').click();
  };

const storeScenes: readonly Scene[] = [
  scene('stores-pin-ended', 'stores', shops, '.chip.warn'),
  scene('store-pin', 'stores/sto_ebisu/pin', shops, 'form .notice.warn'),
  scene('store-pin-fault', 'stores/sto_ebisu/pin', shops, '.field-error', setPin('12')),
  scene('store-pin-saved', 'stores/sto_ebisu/pin', shops, '.notice.ok', setPin('2468')),
];

const enter =
  (person: 'both' | 'custodian') =>
  ({ house, page }: Stage<undefined>): Promise<void> =>
    enterConsole(house, page, person);

const room = (
  name: string,
  scenes: readonly Scene[],
  person: 'both' | 'custodian' = 'both',
): Room<undefined> => ({
  name,
  enter: enter(person),
  scenes,
});

/** Every state of the desk's pages and of a store's PIN, with the API's answers laid before them. */
export const deskRooms = {
  reading: room('desk', readingScenes),
  standing: room('desk', standingScenes),
  registers: room('desk', registerScenes),
  rotation: room('desk', rotationScenes),
  leavers: room('desk', leaverScenes),
  'leavers seen by a custodian who is no marketer': room(
    'desk-custodian',
    leaverScenes.filter(({ name }) => ['leaver', 'leave-pending'].includes(name)),
    'custodian',
  ),
  stores: room('desk', storeScenes),
} as const;
