import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const pages = [
  'index.html',
  'c/index.html',
  'o/index.html',
  'store/index.html',
  'console/index.html',
] as const;
let out = '';
const read = (path: string) => readFileSync(join(out, path));

/** Every file a page asks for before a person does anything: itself, its scripts and its styles. */
const filesOf = (page: string): string[] => {
  const linked = read(page)
    .toString()
    .matchAll(/(?:src|href)="\/([^"]+)"/gu);
  return [page, ...Array.from(linked, match => match[1] ?? '')];
};

const gzippedBytes = (page: string) =>
  filesOf(page).reduce((sum, file) => sum + gzipSync(read(file)).length, 0);

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'mogiri-web-'));
  await build({
    configFile: 'web/vite.config.ts',
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true },
  });
}, 60_000);

afterAll(async () => rm(out, { recursive: true, force: true }));

describe('the built pages', () => {
  it.each(pages)('%s holds no inline script, style or handler, so a strict CSP holds', page => {
    const html = read(page).toString();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/iu);
  });

  it('ask nothing of any other origin', async () => {
    const files = (await readdir(out, { recursive: true })).filter(file => /\.(?:html|css|js)$/u.test(file));
    const foreign =
      /(?:src|href)="(?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|@import\s|\b(?:import|fetch)\(\s*["'`]https?:/u;
    expect(files.filter(file => foreign.test(read(file).toString()))).toEqual([]);
  });

  it('start the shopper with less than 32 kB gzipped', () => {
    expect(gzippedBytes('index.html')).toBeLessThan(32_000);
  });

  it('start a coupon link and the opt-out with less than 30 kB gzipped', () => {
    expect(Math.max(gzippedBytes('c/index.html'), gzippedBytes('o/index.html'))).toBeLessThan(30_000);
  });

  it('keep everything in the service worker that opens a ticket, and no file that is not there', () => {
    const worker = read('sw.js').toString();
    const kept = Array.from(
      worker.matchAll(/"\/((?:assets\/)?[\w.-]+\.(?:js|css|svg))"/gu),
      ([, file]) => file ?? '',
    );
    expect(kept).toEqual(expect.arrayContaining(filesOf('index.html').slice(1)));
    expect(kept.filter(file => !existsSync(join(out, file)))).toEqual([]);
    expect(gzipSync(worker).length).toBeLessThan(2000);
  });

  it('load the QR decoder only when the till’s camera needs it', () => {
    const started = filesOf('store/index.html').map(file => read(file).toString());
    expect(started.some(text => text.includes('import('))).toBe(true);
    expect(gzippedBytes('store/index.html')).toBeLessThan(40_000);
  });
});
