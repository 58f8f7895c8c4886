import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { packWorker } from './worker/pack-worker.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The API's description stands beside the pages, at `/openapi.json`. */
const openApi: Plugin = {
  name: 'openapi',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'openapi.json',
      source: readFileSync(at('../docs/openapi.json')),
    });
  },
};

/** The service worker stands at the root, `/sw.js`, and names every file of this build that it keeps. */
const serviceWorker: Plugin = {
  name: 'service-worker',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const read = (path: string) => {
        const built = bundle[path];
        if (built === undefined) return readFileSync(at(`public/${path}`));
        return Buffer.from(built.type === 'chunk' ? built.code : built.source);
      };
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: await packWorker(read) });
    },
  },
};

/** One build, five pages; nothing is inlined, so that a CSP without `unsafe-inline` holds. */
export default defineConfig({
  root: at('.'),
  base: '/',
  appType: 'mpa',
  plugins: [openApi, serviceWorker],
  publicDir: at('public'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        shopper: at('index.html'),
        link: at('c/index.html'),
        optout: at('o/index.html'),
        store: at('store/index.html'),
        console: at('console/index.html'),
      },
      output: { codeSplitting: { groups: [{ name: 'paper', test: /web\/paper\/(?!qr)/u }] } },
    },
  },
});
