import type { ConsentBook, Consents } from '../domain/consent.ts';
import type { ShopperId } from '../domain/ids.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Shopper, ShopperBook } from '../domain/shopper.ts';

/** What showing a shopper needs. */
export type ShowShopperDeps = {
  readonly shoppers: Pick<ShopperBook, 'byId'>;
  readonly consents: Pick<ConsentBook, 'of'>;
};

/** A shopper as the desk sees them without reading their number: since when they are known, and how they stand. */
export type ShownShopper = { readonly shopper: Shopper; readonly standing: Consents };

/** Shows a shopper by id; no number is read. Refusals: shopper.not_found. */
export function makeShowShopper({ shoppers, consents }: ShowShopperDeps) {
  return async (id: ShopperId): Promise<ShownShopper | Refusal> => {
    const [shopper, standing] = await Promise.all([shoppers.byId(id), consents.of(id)]);
    return shopper === undefined || standing === undefined
      ? refuse('shopper.not_found')
      : { shopper, standing };
  };
}
