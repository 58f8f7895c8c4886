import { forgetView } from './kept-view.ts';

let summoned: Promise<unknown> | undefined;

/** Brings in the service worker that keeps the pages' files, once somebody has a ticket to look at. */
export function summonWorker(): void {
  const home = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  summoned ??= home?.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
}

/** A worker that is still moving in would put its things down after we have cleared up. */
async function movedIn(worker: ServiceWorker | null | undefined): Promise<void> {
  if (worker === null || worker === undefined) return;
  await new Promise<void>(resolve => {
    const look = () => {
      if (worker.state !== 'installing') resolve();
    };
    worker.addEventListener('statechange', look);
    setTimeout(resolve, 5000);
    look();
  });
}

/** Sends the worker away and leaves nothing of ours in this browser's caches. */
export async function dismissWorker(): Promise<void> {
  await summoned;
  summoned = undefined;
  const home = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await home?.getRegistration('/').catch(() => undefined);
  await movedIn(registration?.installing);
  await registration?.unregister();
  await forgetView();
  const names = (await globalThis.caches?.keys().catch(() => undefined)) ?? [];
  await Promise.all(names.filter(name => name.startsWith('mogiri-')).map(name => caches.delete(name)));
}
