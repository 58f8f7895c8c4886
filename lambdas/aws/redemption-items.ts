import * as z from 'zod/mini';
import {
  attemptId,
  campaignId,
  couponId,
  holdId,
  redemptionId,
  secretHash,
  shopperId,
  storeId,
  tillStaffId,
  voucherId,
} from '../domain/ids.ts';

const named = <T>(name: (text: string) => T) => z.pipe(z.string(), z.transform(name));
const ms = z.number();
const by = z.enum(['store-pin', 'store-qr', 'till']);

/** How a voucher lies in the Book. */
export const voucherItem = z.object({
  voucherId: named(voucherId),
  couponId: named(couponId),
  shopperId: named(shopperId),
  state: z.enum(['issued', 'held', 'redeemed', 'void']),
  uses: z.int(),
  codeSalt: z.int(),
  issuedAtMs: ms,
  campaignId: z.exactOptional(named(campaignId)),
  lastUse: z.exactOptional(
    z.object({
      redemptionId: named(redemptionId),
      storeId: named(storeId),
      storeName: z.string(),
      atMs: ms,
    }),
  ),
  hold: z.exactOptional(
    z.object({
      holdId: named(holdId),
      session: named(secretHash),
      storeId: named(storeId),
      staffId: z.exactOptional(named(tillStaffId)),
      untilMs: ms,
    }),
  ),
});

/** How the place of a voucher's code lies in the Book; those from before keep no coupon. */
export const voucherCodeItem = z.object({
  voucherId: named(voucherId),
  couponId: z.exactOptional(named(couponId)),
  shopperId: named(shopperId),
});

/** How a redemption lies in the Book. */
export const redemptionItem = z.object({
  redemptionId: named(redemptionId),
  voucherId: named(voucherId),
  couponId: named(couponId),
  shopperId: named(shopperId),
  storeId: named(storeId),
  storeName: z.string(),
  storeDay: z.exactOptional(z.string()),
  by,
  atMs: ms,
  campaignId: z.exactOptional(named(campaignId)),
  staffId: z.exactOptional(named(tillStaffId)),
  undoneAtMs: z.exactOptional(ms),
  undoneUnder: z.exactOptional(named(secretHash)),
});

/** How a refused attempt lies in the Book. */
export const attemptItem = z.object({
  attemptId: named(attemptId),
  storeId: named(storeId),
  reason: z.string(),
  by,
  atMs: ms,
  voucherId: z.exactOptional(named(voucherId)),
  couponId: z.exactOptional(named(couponId)),
  staffId: z.exactOptional(named(tillStaffId)),
});
