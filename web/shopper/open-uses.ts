import { serverNowMs, type Answer, type Api } from '../paper/api.ts';
import { keepFor } from '../paper/keep.ts';
import { makeOpenIntents, type OpenIntent } from '../paper/open-intents.ts';

/** Uses of tickets whose answer never came, kept by the browser over reloads and restarts: ids and keys, no proof. */
export const openUses = makeOpenIntents(keepFor('local'), 'mogiri.open-uses', { now: serverNowMs });

/** Where a use belongs: a voucher at a store. Another PIN or a newer QR there means the same use. */
export function placeOfUse(voucherId: string, storeId: string): string {
  return `${voucherId} ${storeId}`;
}

/** What came of a use (`GET /v1/vouchers/{voucherId}/redemptions/{storeId}`). */
export type Recalled = {
  readonly redemptionId: string;
  readonly redeemedAt: string;
  readonly storeName: string;
  readonly undoneAt?: string;
};

/** Asks what came of an open use, under its key and without its proof. Asking uses nothing. */
export function recallUse(api: Api, { place, key }: OpenIntent): Promise<Answer<Recalled>> {
  const [voucherId = '', storeId = ''] = place.split(' ').map(encodeURIComponent);
  const intent = { keyFor: () => key, settle: () => undefined };
  return api.get<Recalled>(`/v1/vouchers/${voucherId}/redemptions/${storeId}`, { intent });
}
