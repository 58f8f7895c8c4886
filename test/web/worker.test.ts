import { expect, test } from 'vitest';
import { packWorker, shellOf } from '../../web/worker/pack-worker.ts';
import { wayOf } from '../../web/worker/ways.ts';

const origin = 'https://mogiri.example';
const shell = {
  version: '1',
  pages: { '/index.html': 'a', '/c/index.html': 'b' },
  files: ['/assets/shopper-1.js', '/icon.svg'],
};

const way = (path: string, mode: RequestMode = 'navigate', method = 'GET') =>
  wayOf({ url: new URL(path, origin).href, mode, method }, origin, shell);

test.each([
  ['/', '/index.html'],
  ['/?from=sms', '/index.html'],
  ['/c/Ab3', '/c/index.html'],
])('the page at %s comes from the network while it answers', (path, page) => {
  expect(way(path)).toEqual({ by: 'network-first', path: page });
});

test('a file of the build comes from the cache', () => {
  expect(way('/assets/shopper-1.js', 'cors')).toEqual({ by: 'cache-first', path: '/assets/shopper-1.js' });
});

test.each([
  '/v1/me/vouchers',
  '/v1/vouchers/vch_1',
  '/v1/challenges',
  '/store/',
  '/console/',
  '/o/Ab3',
  '/sw.js',
  '/config.json',
  '/assets/another-2.js',
  'https://elsewhere.example/icon.svg',
])('the worker keeps its hands off %s', path => {
  expect([way(path), way(path, 'cors')]).toEqual([undefined, undefined]);
});

test('nothing but a GET is its business, and a page asked for as data is none', () => {
  expect([way('/icon.svg', 'cors', 'HEAD'), way('/', 'navigate', 'POST'), way('/', 'cors')]).toEqual(
    Array.from({ length: 3 }, () => undefined),
  );
});

const built: Record<string, string> = {
  'index.html': '<script src="/assets/shopper-1.js"></script><link href="/assets/look-1.css">',
  'c/index.html': '<script src="/assets/link-1.js"></script>',
  'assets/shopper-1.js': 'import{a}from"./paper-1.js";import("./qr-step-1.js");import(`./sheet-1.js`)',
  'assets/link-1.js': 'import"./paper-1.js"',
  'assets/paper-1.js': 'export{a}',
  'assets/sheet-1.js': 'import{a}from"./shopper-1.js"',
  'assets/look-1.css': 'p{}',
};
const reading = (files: Record<string, string>) => (path: string) => {
  const text = files[path];
  if (text === undefined) throw new Error(`nobody should ask for ${path}`);
  return Buffer.from(text);
};

test('a shell holds the pages and all they load, now or later, but not the camera', () => {
  const { pages, files } = shellOf(reading(built));
  expect(Object.keys(pages)).toEqual(['/c/index.html', '/index.html']);
  expect(files).toEqual(
    ['link-1.js', 'look-1.css', 'paper-1.js', 'sheet-1.js', 'shopper-1.js'].map(name => `/assets/${name}`),
  );
});

test('another build is another worker, the same build the same', async () => {
  const first = await packWorker(reading(built));
  const changed = { ...built, 'index.html': `${built['index.html']}<p>` };
  expect(await packWorker(reading(built))).toBe(first);
  expect(await packWorker(reading(changed))).not.toBe(first);
  expect(first).not.toMatch(/\bimport\b|\bexport\b/u);
});
