import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterConsole, pressOn, tabTo } from './acts.ts';
import {
  answering,
  type Answers,
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
} from './desk-answers.ts';
import { openHouse, type House } from './house.ts';
import { looks, roomFaults } from './page-check.ts';
import { deskRooms } from './scenes-desk.ts';
import type { Visit } from './visit.ts';

const desktop = { width: 1280, height: 800 } as const;
/** A 503 is laid before the page on purpose; Chromium logs it as it does every refusal. */
const meant = /Failed to load resource: the server responded with a status of 503/u;

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

describe.each(Object.entries(deskRooms))('the pages of %s', (_name, room) => {
  for (const look of looks) {
    test(`are accessible, silent and whole in every state (${look.language}, ${look.theme})`, async () => {
      const faults = await roomFaults(house, undefined, [room], { ...look, viewport: desktop });
      expect(faults.filter(fault => !meant.test(fault))).toEqual([]);
    });
  }
});

/** A signed-in window on the desk, before which these answers are laid. */
async function deskWith(
  answers: Answers,
  address: string,
  person: 'both' | 'custodian' = 'both',
): Promise<Visit> {
  const visit = await house.visit({ viewport: desktop, reducedMotion: 'reduce' });
  await answering(visit.page, { [`GET ${foundPath}`]: ok(shopperStanding()), ...answers });
  await enterConsole(house, visit.page, person, address);
  return visit;
}

/** Everything that this window keeps: its address, history state and storage. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      location.href,
      history.state,
      Object.entries(sessionStorage),
      Object.entries(localStorage),
    ]),
  );

/** Lets the time pass after which a page that follows something asks again. */
const passToNextLook = (page: Page): Promise<void> => page.clock.fastForward(3000);

const hasFocus = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate(element => element === document.activeElement);

test('a number that is typed to search goes to the server alone, by keyboard to the reading', async () => {
  const sent: unknown[] = [];
  const shopperId = foundId;
  const visit = await deskWith(
    {
      'POST /v1/custodian/searches': body => {
        sent.push(body);
        return ok({ items: [{ shopperId, verifiedAt: '2026-11-03T04:05:00.000Z' }] });
      },
      'POST /v1/custodian/readings': body => {
        sent.push(body);
        return ok({ phone: '+819012345678' });
      },
    },
    '#/desk',
  );
  const { page } = visit;
  const field = page.getByLabel('会員IDか電話番号');
  await tabTo(page, field);
  await page.keyboard.type('０９０-1234-5678');
  expect(await kept(page)).not.toMatch(/1234|5678/u);
  await page.keyboard.press('Enter');
  await page.getByText(shopperId).waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await hasFocus(page, 'h2')).toBe(true);
  await tabTo(page, page.getByLabel('受付番号'));
  await page.keyboard.type('Q-2041');
  await pressOn(page, page.getByRole('button', { name: '記録して番号を読む' }));
  await page.locator('.big-number', { hasText: '090-1234-5678' }).waitFor();
  expect(sent).toEqual([{ phone: '090-1234-5678' }, { shopperId, purpose: 'desk', ticket: 'Q-2041' }]);
  expect(await kept(page)).not.toMatch(/1234-?5678|9012345678/u);
  await pressOn(page, page.getByRole('button', { name: '今すぐ隠す' }));
  await page.getByText('番号を隠しました').waitFor();
  expect(await page.content()).not.toMatch(/1234-?5678<|9012345678/u);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('another search covers the number that was read before it', async () => {
  const visit = await deskWith({ 'POST /v1/custodian/readings': ok({ phone: '+819012345678' }) }, '#/desk');
  const { page } = visit;
  const find = async (shopperId: string): Promise<void> => {
    await page.getByLabel('会員IDか電話番号').fill(shopperId);
    await page.getByRole('button', { name: 'さがす' }).click();
    await page.getByText(shopperId).waitFor();
  };
  await find(foundId);
  await page.getByLabel('受付番号').fill('Q-2041');
  await page.getByRole('button', { name: '記録して番号を読む' }).click();
  await page.locator('.big-number').waitFor();
  await find('shp_01JD5Z7K3V9M0QX2R8T4B6C1N6');
  expect(await page.locator('.big-number').count()).toBe(0);
  await visit.close();
});

test('a number is not read while somebody else is searched for, nor the other way round', async () => {
  const [sent, answers]: [string[], (() => void)[]] = [[], []];
  const later = (name: string, answer: ReturnType<typeof ok>) => async () => {
    sent.push(name);
    await new Promise<void>(resolve => answers.push(resolve));
    return answer;
  };
  const visit = await deskWith(
    {
      'POST /v1/custodian/searches': later('search', ok({ items: [] })),
      'POST /v1/custodian/readings': later('reading', ok({ phone: '+819012345678' })),
    },
    '#/desk',
  );
  const { page } = visit;
  const [find, read] = ['さがす', '記録して番号を読む'].map(name => page.getByRole('button', { name }));
  const searchFor = async (typed: string) => {
    await page.getByLabel('会員IDか電話番号').fill(typed);
    // A button that rests is told as one that cannot be clicked; somebody in a hurry does.
    await find?.click({ force: true });
  };
  await searchFor(foundId);
  await page.getByLabel('受付番号').fill('Q-2041');
  await searchFor('090-1111-2222');
  await expect.poll(() => sent).toEqual(['search']);
  await read?.click({ force: true });
  answers.shift()?.();
  await page.getByText('この番号の会員はいません').waitFor();
  await read?.click({ force: true });
  await expect.poll(() => sent).toEqual(['search', 'reading']);
  await searchFor('090-3333-4444');
  answers.shift()?.();
  await page.locator('.big-number').waitFor();
  expect(sent).toEqual(['search', 'reading']);
  await visit.close();
});

test('a shopper is suspended with a reason and a note, and reinstated, by keyboard', async () => {
  const sent: unknown[] = [];
  const visit = await deskWith(
    {
      [`POST ${foundPath}/suspend`]: body => {
        sent.push(body);
        return ok(shopperStanding('somebody_elses_number'));
      },
      [`POST ${foundPath}/reinstate`]: body => {
        sent.push(body);
        return ok(shopperStanding());
      },
    },
    '#/desk',
  );
  const { page } = visit;
  await page.getByLabel('会員IDか電話番号').fill(foundId);
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('button', { name: '停止の手続き' }));
  await pressOn(page, page.getByRole('radio', { name: '虚偽の登録' }), 'ArrowDown');
  await tabTo(page, page.getByLabel('添え書き'));
  await page.keyboard.type('09012345678 から電話');
  await pressOn(page, page.getByRole('button', { name: '利用を停止する' }));
  await page.getByText('電話番号が入っているようです').waitFor();
  await page.getByLabel('添え書き').fill('本人から電話');
  await pressOn(page, page.getByRole('button', { name: '利用を停止する' }));
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).toContain('他人の番号');
  expect(sent).toEqual([]);
  await pressOn(page, dialog.getByRole('button', { name: '利用を停止する' }));
  await page.getByText('利用を停止しました').waitFor();
  expect(await page.locator('.chip.seal').textContent()).toBe('停止中');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('利用の状態');
  await pressOn(page, page.getByRole('button', { name: '停止を解く' }));
  await pressOn(page, dialog.getByRole('button', { name: '停止を解く' }));
  await page.getByText('停止を解きました').waitFor();
  expect(sent).toEqual([{ reason: 'somebody_elses_number', note: '本人から電話' }, {}]);
  expect(await kept(page)).not.toMatch(/本人から電話|09012345678/u);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test.each([
  ['reading.purpose_not_allowed', 422, 'この目的では読めません'],
  ['reading.ticket_missing', 400, '受付番号がないため'],
  ['reading.not_found', 404, 'この会員の番号はありません'],
  ['register.unavailable', 503, '記録に書けなかったため'],
  ['login.unavailable', 503, '資格情報を取り出せず'],
  ['login.refused', 503, '資格情報が断られ'],
  ['limit.too_many', 429, '上限に達しました'],
  ['staff.left', 403, 'あなたの利用は終わっています'],
] as const)(
  'a reading refused with %s is told in plain words, with the code at the end',
  async (code, status, words) => {
    const visit = await deskWith({ 'POST /v1/custodian/readings': no(status, code) }, '#/desk');
    const { page } = visit;
    await page.getByLabel('会員IDか電話番号').fill(foundId);
    await page.getByRole('button', { name: 'さがす' }).click();
    await page.getByLabel('受付番号').fill('Q-1');
    await page.getByRole('button', { name: '記録して番号を読む' }).click();
    const told = await page.getByRole('alert').textContent();
    expect(told).toContain(words);
    expect(told).toContain(code);
    expect(await page.locator('.shown-number').count()).toBe(0);
    await visit.close();
  },
);

test('the check of everything shows how far it is, can be stopped and gone on with, by keyboard', async () => {
  const asked: unknown[] = [];
  let isOpen = true;
  const visit = await deskWith(
    {
      'GET /v1/custodian/registers/rotations': ok({ items: rotationRows }),
      'POST /v1/custodian/register-checks': body => {
        asked.push(body);
        return isOpen && asked.length > 5 ? never() : partSeen(body);
      },
    },
    '#/registers/rotations',
  );
  const { page } = visit;
  const begin = page.getByRole('button', { name: 'すべて確かめる' });
  await pressOn(page, begin);
  const bar = page.getByRole('progressbar');
  await expect.poll(() => bar.getAttribute('aria-valuetext')).toBe('48のうち5まで確かめました');
  await expect.poll(() => asked.length).toBe(6);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('48のうち5までで止まっています').waitFor();
  isOpen = false;
  await pressOn(page, page.getByRole('button', { name: '続きから確かめる' }));
  await page.getByText('1,488本の末尾を').waitFor();
  expect(asked).toHaveLength(49);
  expect(asked[0]).toEqual({ kind: 'readings', part: 0 });
  expect(asked.at(-1)).toEqual({ kind: 'erasures', part: 7 });
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('a fault is named, its row is marked, and nothing is asked after it', async () => {
  const fault = { what: 'row_changed', chain: 'rotations', sequence: 2 };
  let asked = 0;
  const visit = await deskWith(
    {
      'GET /v1/custodian/registers/rotations': ok({ items: rotationRows }),
      'POST /v1/custodian/register-checks': body => {
        asked += 1;
        return partSeen(body, asked === 27 ? { fault } : {});
      },
    },
    '#/registers/rotations',
  );
  const { page } = visit;
  await page.getByRole('button', { name: 'すべて確かめる' }).click();
  const told = await page.getByRole('alert').textContent();
  expect(told).toMatch(/「資格情報と退職」のつながり rotations の2行目は、書いたときと内容が違います/u);
  expect(await page.locator('.faulty-row').textContent()).toContain('合わない行');
  expect(asked).toBe(27);
  await visit.close();
});

test('a rotation is asked for once and seen to its end, by keyboard', async () => {
  const asked: unknown[] = [];
  const seen = [rotations({ running: rotation(3) }), rotations({ epoch: 4, last: rotation(8) })];
  let polls = 0;
  const visit = await deskWith(
    {
      'GET /v1/custodian/rotations': () => {
        polls += 1;
        return ok(asked.length === 0 ? rotations() : (seen[Math.min(1, polls - 2)] ?? rotations()));
      },
      'POST /v1/custodian/rotations': body => {
        asked.push(body);
        return ok({ rotationId: rotation(0).rotationId, state: 'requested' }, 202);
      },
    },
    '#/rotation',
  );
  const { page } = visit;
  await pressOn(page, page.getByRole('button', { name: '今すぐ交代する' }));
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await hasFocus(page, 'section .button.seal')).toBe(true);
  expect(asked).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: '今すぐ交代する' }));
  await dialog.waitFor();
  await page.clock.install();
  await pressOn(page, dialog.getByRole('button', { name: '今すぐ交代する' }));
  await page.getByText('交代を受け付けました').waitFor();
  expect(asked).toHaveLength(1);
  await passToNextLook(page);
  await page.getByText('8つのうち3つが済みました').waitFor();
  expect(await page.locator('.step[aria-current=step] h3').textContent()).toBe('新しい方に切り替える');
  expect(await page.getByRole('button', { name: '今すぐ交代する' }).count()).toBe(0);
  await passToNextLook(page);
  await page.getByText('8つのうち8つが済みました').waitFor();
  await pressOn(page, page.getByRole('link', { name: '記録の4行目' }));
  await page.getByRole('heading', { level: 1, name: '記録' }).waitFor();
  await visit.close();
});

test('a rotation that another one forestalls says so and waits for it', async () => {
  let polls = 0;
  const visit = await deskWith(
    {
      'GET /v1/custodian/rotations': () => {
        polls += 1;
        return ok(polls < 3 ? rotations() : rotations({ running: rotation(1) }));
      },
      'POST /v1/custodian/rotations': no(409, 'rotation.in_progress', { rotationId: 'rot_other' }),
    },
    '#/rotation',
  );
  const { page } = visit;
  await page.getByRole('button', { name: '今すぐ交代する' }).click();
  await page.clock.install();
  await page.getByRole('dialog').getByRole('button', { name: '今すぐ交代する' }).click();
  await page.getByText('ほかの交代が先に進んでいるか').waitFor();
  const looksAgain = async () => {
    await passToNextLook(page);
    return polls;
  };
  await expect.poll(looksAgain).toBeGreaterThan(2);
  await page.getByText('8つのうち1つが済みました').waitFor();
  expect(await page.getByRole('button', { name: '今すぐ交代する' }).count()).toBe(0);
  await visit.close();
});

test('a leaver is chosen, asked about once, and the checklist fills itself, by keyboard', async () => {
  const sent: unknown[] = [];
  const path = `/v1/custodian/staff/${leaverId}/leave`;
  const held = leave({ login: { state: 'pending' }, rotation: { state: 'pending' } });
  const running = leave({ rotation: { state: 'running' } });
  let state = held;
  const visit = await deskWith(
    {
      'GET /v1/custodian/staff': ok({ items: staff }),
      [`GET ${path}`]: () => (sent.length === 0 ? no(404, 'staff.has_not_left') : ok(state)),
      [`POST ${path}`]: body => {
        sent.push(body);
        if (sent.length > 1) state = running;
        return ok(state);
      },
    },
    '#/leavers',
  );
  const { page } = visit;
  await pressOn(page, page.getByRole('link', { name: '佐藤 健一の手続きへ' }));
  await page.getByRole('heading', { level: 1, name: '佐藤 健一の退職の手続き' }).waitFor();
  await tabTo(page, page.getByLabel('理由'));
  await page.keyboard.type('09012345678 に電話');
  await pressOn(page, page.getByRole('button', { name: 'この人の利用を終わらせる' }));
  await page.getByText('電話番号が入っているようです').waitFor();
  expect(await kept(page)).not.toContain('09012345678');
  await page.getByLabel('理由').fill('11月末で退職');
  await pressOn(page, page.getByRole('checkbox', { name: '渋谷店' }), 'Space');
  await pressOn(page, page.getByRole('button', { name: 'この人の利用を終わらせる' }));
  const dialog = page.getByRole('dialog', { name: '佐藤 健一の利用を終わらせますか' });
  expect(await dialog.textContent()).toMatch(/次の店はレジに入れません: 渋谷店/u);
  expect(sent).toEqual([]);
  await page.clock.install();
  await pressOn(page, dialog.getByRole('button', { name: 'この人の利用を終わらせる' }));
  await page.getByText('5つのうち3つが済みました').waitFor();
  expect(sent).toEqual([{ reason: '11月末で退職', storeIds: [house.demo.storeId] }]);
  expect(await hasFocus(page, 'h2')).toBe(true);
  await pressOn(page, page.getByRole('button', { name: '残りをもう一度試す' }));
  await page.getByText('5つのうち4つが済みました').waitFor();
  expect(sent.at(-1)).toEqual({});
  state = leave();
  await passToNextLook(page);
  await page.getByText('すべて済み、確かめられました').waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('a custodian who is no marketer ends an access without choosing stores, and asks for none', async () => {
  const asked: string[] = [];
  const path = `/v1/custodian/staff/${leaverId}/leave`;
  const visit = await deskWith(
    { 'GET /v1/custodian/staff': ok({ items: staff }), [`GET ${path}`]: no(404, 'staff.has_not_left') },
    `#/leavers/${leaverId}`,
    'custodian',
  );
  visit.page.on('request', request => asked.push(new URL(request.url()).pathname));
  await visit.page.reload();
  await visit.page.getByText('キャンペーン担当を兼ねる人だけです').waitFor();
  expect(asked).not.toContain('/v1/stores');
  expect(await visit.page.getByRole('checkbox').count()).toBe(0);
  await visit.close();
});

test('a marketer gives a store a new PIN, by keyboard', async () => {
  const sent: unknown[] = [];
  const store = { storeId: 'sto_1', name: '恵比寿店', timeZone: 'Asia/Tokyo', pinState: 'ended' };
  const visit = await deskWith(
    {
      'GET /v1/stores': firstThen(
        1,
        () => ok({ items: [store] }),
        () => ok({ items: [{ ...store, pinState: 'set' }] }),
      ),
      'GET /v1/stores/sto_1': ok(store),
      'PUT /v1/stores/sto_1/pin': body => {
        sent.push(body);
        return ok({ ...store, pinState: 'set' });
      },
    },
    '#/stores',
  );
  const { page } = visit;
  await pressOn(page, page.getByRole('link', { name: 'PINを決める(恵比寿店)' }));
  await tabTo(page, page.getByLabel('店のPIN'));
  await page.keyboard.type('２４６８');
  await page.keyboard.press('Enter');
  await page.getByText('恵比寿店のPINを新しくしました').waitFor();
  expect(sent).toEqual([{ pin: '2468' }]);
  expect(await page.locator('.chip.warn').count()).toBe(0);
  expect(await kept(page)).not.toContain('2468');
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
