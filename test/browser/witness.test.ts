import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

test('nothing that is wrong with a page escapes the watch of these tests', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.goto(`${house.origin}/`);
  await page.locator('#number').waitFor();
  expect(await visit.faults()).toEqual([]);
  await page.evaluate(() => {
    const main = document.querySelector('main') ?? document.body;
    const add = <K extends keyof HTMLElementTagNameMap>(tag: K) =>
      main.appendChild(document.createElement(tag));
    add('button').className = 'nameless';
    const wide = add('p');
    wide.textContent = 'wide';
    wide.style.inlineSize = '500px';
    const cut = add('div');
    cut.textContent = 'cut'.repeat(40);
    Object.assign(cut.style, { inlineSize: '40px', overflowX: 'hidden', whiteSpace: 'nowrap' });
    add('img').src = 'https://pictures.example/one.png';
    setTimeout(() => {
      throw new Error('thrown');
    });
    fetch('//elsewhere.example/').catch(() => console.error('said'));
  });
  await page.waitForTimeout(200);
  const faults = (await visit.faults()).join('\n');
  expect(faults).toMatch(/axe button-name: \.nameless/u);
  expect(faults).toMatch(/sticks out: p\. "wide"/u);
  expect(faults).toMatch(/is cut: div\. "cutcut/u);
  expect(faults).toMatch(/refused by the policy: img-src https:\/\/pictures\.example/u);
  expect(faults).toMatch(/refused by the policy: connect-src http:\/\/elsewhere\.example/u);
  expect(faults).toMatch(/page error: thrown/u);
  expect(faults).toMatch(/error: said/u);
  await visit.close();
});

test('a request to another host is noticed even where the policy would let it pass', async () => {
  const visit = await house.visit();
  await visit.page.goto(`${house.origin}/local/phones`);
  await visit.page.evaluate(() => fetch('http://elsewhere.example/').catch(() => undefined));
  expect(visit.complaints).toContain('asked elsewhere.example');
  await visit.close();
});
