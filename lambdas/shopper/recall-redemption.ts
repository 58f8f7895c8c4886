import type { ShopperId, StoreId, VoucherId } from '../domain/ids.ts';
import type { Redemption, RedemptionBook } from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';

/** What looking back at a redemption needs. */
export type RecallDeps = { readonly redemptions: Pick<RedemptionBook, 'answered' | 'find'> };

/** Who asks, for which voucher and store, under the key of the request whose reply was lost. */
export type Recall = {
  readonly shopperId: ShopperId;
  readonly voucherId: VoucherId;
  readonly storeId: StoreId;
  readonly replay: ReplayKey | undefined;
};

/**
 * Tells what came of a redemption whose reply was lost, by its Idempotency-Key and without its proof: nobody keeps a
 * store's PIN over a reload. Looking uses nothing. Refusal: redemption.not_found, also while a request is under way.
 */
export function makeRecallRedemption({ redemptions }: RecallDeps) {
  return async ({ shopperId, voucherId, storeId, replay }: Recall): Promise<Redemption | Refusal> => {
    const first = replay && (await redemptions.answered(replay));
    const found =
      first?.kind === 'repeated' ? await redemptions.find(storeId, first.redemption.redemptionId) : undefined;
    const isTheirs = found?.shopperId === shopperId && found.voucherId === voucherId;
    return isTheirs ? found : refuse('redemption.not_found');
  };
}
