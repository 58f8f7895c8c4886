import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One build, five pages; nothing is inlined, so that a CSP without `unsafe-inline` holds. */
export default defineConfig({
  root: at('.'),
  base: '/',
  appType: 'mpa',
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
    },
  },
});
