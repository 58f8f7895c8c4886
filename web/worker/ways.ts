import type { Shell } from './worker-scope.ts';

/** How a request is answered: a page from the network while it answers, a file of the build from the cache. */
export type Way = { readonly by: 'network-first' | 'cache-first'; readonly path: string };

/** The page that a path opens, as the edge does it: `/` and every coupon link. */
function pageOf(path: string): string | undefined {
  if (path === '/' || path === '/index.html') return '/index.html';
  return /^\/c(?:\/[^.]*)?$/u.test(path) ? '/c/index.html' : undefined;
}

/**
 * The way of a request, or undefined for all that the worker keeps its hands off: the API (`/v1/`), other origins, the
 * till, the console, the opt-out, and everything but a GET.
 */
export function wayOf(
  { method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>,
  origin: string,
  shell: Shell,
): Way | undefined {
  const { origin: from, pathname } = new URL(url);
  if (method !== 'GET' || from !== origin) return undefined;
  if (shell.files.includes(pathname)) return { by: 'cache-first', path: pathname };
  const page = mode === 'navigate' ? pageOf(pathname) : undefined;
  return page !== undefined && page in shell.pages ? { by: 'network-first', path: page } : undefined;
}
