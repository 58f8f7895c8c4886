import { wayOf } from './ways.ts';
import type { Shell, WorkerScope } from './worker-scope.ts';

declare const self: WorkerScope;
declare const SHELL: Shell;

const family = 'mogiri-shell-';
const cacheName = family + SHELL.version;

/** How long a page is waited for before the kept one is shown, in milliseconds. */
const patienceMs = 3000;

async function hashOf(answer: Response): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A page must be this build's: in the middle of a deploy it may not be, and then the worker comes in another time. */
async function keepPage(cache: Cache, [path, hash]: [string, string]): Promise<void> {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok || (await hashOf(answer.clone())) !== hash)
    throw new TypeError(`${path} is of another build`);
  await cache.put(path, answer);
}

/** Keeps the whole build or nothing of it. */
async function moveIn(): Promise<void> {
  const cache = await caches.open(cacheName);
  try {
    await Promise.all([
      cache.addAll(SHELL.files),
      ...Object.entries(SHELL.pages).map(page => keepPage(cache, page)),
    ]);
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
  await self.skipWaiting();
}

/** Throws out what builds before left behind. The page that brought the worker in goes on without it: half of it is loaded. */
async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter(name => name.startsWith(family) && name !== cacheName);
  await Promise.all(old.map(name => caches.delete(name)));
}

/** Looks without making a cache where there is none: who signed out leaves nothing. */
const kept = (path: string) => caches.match(path, { cacheName });

/** The page as the network has it now, so that nobody stays on an old build; the kept one when nobody answers in time. */
async function networkFirst(request: Request, path: string): Promise<Response> {
  const asked = fetch(request);
  const late = new Promise<undefined>(resolve => setTimeout(resolve, patienceMs));
  const answer = await Promise.race([asked.catch(() => undefined), late]);
  if (answer !== undefined && answer.status < 500) return answer;
  return (await kept(path)) ?? asked;
}

self.addEventListener('install', event => event.waitUntil(moveIn()));
self.addEventListener('activate', event => event.waitUntil(takeOver()));
self.addEventListener('fetch', event => {
  const { request } = event;
  const way = wayOf(request, self.location.origin, SHELL);
  if (way?.by === 'network-first') event.respondWith(networkFirst(request, way.path));
  else if (way !== undefined) event.respondWith(kept(way.path).then(answer => answer ?? fetch(request)));
});
