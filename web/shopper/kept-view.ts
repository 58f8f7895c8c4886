import type { Voucher } from './answers.ts';

/** The ticket that was looked at last, and when it was heard (ms, the server's clock). */
export type KeptView = { readonly voucher: Voucher; readonly heardAtMs: number };

const cacheName = 'mogiri-view';

/** No address of ours: the page alone reads it, and nothing answers it. */
const place = '/last-ticket';

/** Browsers that refuse the storage, in a private window say, keep nothing. */
async function quietly<T>(work: (caches: CacheStorage) => Promise<T>): Promise<T | undefined> {
  const { caches } = globalThis;
  return caches === undefined ? undefined : work(caches).catch(() => undefined);
}

/** Keeps a ticket as it was heard, in place of the one before. */
export async function keepView(view: KeptView): Promise<void> {
  await quietly(async caches => (await caches.open(cacheName)).put(place, Response.json(view)));
}

/** The ticket looked at last; with an id, only when it is that one. */
export async function keptView(voucherId?: string): Promise<KeptView | undefined> {
  const view = await quietly(async caches => {
    const found = await caches.match(place, { cacheName });
    return found && ((await found.json()) as KeptView);
  });
  return voucherId === undefined || view?.voucher.voucherId === voucherId ? view : undefined;
}

/** Forgets it. */
export async function forgetView(): Promise<void> {
  await quietly(caches => caches.delete(cacheName));
}
