import { ulid } from 'ulid';
import { redemptionId } from '../lambdas/domain/ids.ts';
import { draftRedemption, type AtStore, type Redemption } from '../lambdas/domain/redemption.ts';

/** A redemption at a till, now. */
export function redemptionFrom(at: AtStore): Redemption {
  const nowMs = Date.now();
  return draftRedemption(at, 'till', redemptionId(`red_${ulid(nowMs)}`), nowMs);
}
