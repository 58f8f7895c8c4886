import type {
  AttemptId,
  CampaignId,
  ChallengeId,
  CouponId,
  DeviceId,
  PictureId,
  SecretHash,
  ShopperId,
  StaffId,
  StoreId,
  TillStaffId,
  VoucherId,
} from '../domain/ids.ts';
import type { NumberIndex } from '../domain/phone-number.ts';
import type { RegisterKind } from '../domain/register.ts';

/*
 * Every key in every table.
 *
 * Gate (pk; ttl in seconds)      | pk
 *   challenge                    | CHL#<challengeId>
 *   counter                      | CNT#<rule>#<pseudonym of whom and when>
 *   puzzle that was used         | PZL#<id>
 *   shopper session              | SES#<hash of cookie>
 *   till session                 | TIL#<hash of cookie>
 *   cookie of an enrolled till   | DVC#<hash of cookie>
 *   tries at a person's till PIN | LCK#<deviceId>#<staffId>#<when that PIN was set>
 *   browser that proved a number | KWN#<hash of browser and number index>
 *   Idempotency-Key              | IDM#<hash of route, caller, key>
 *   uses at a store on a day     | DAY#<storeId>#<day>#<couponId>
 *
 * Vault (pk)                     | <shopperId>
 * Register (pk, sk number)       | <chain>, <sequence>
 *   directory of chains          | CHAINS#<kind>#<part>, <time of the first row>
 *   chains that moved on         | MOVED#<part>, <time of the first row in a clock hour>
 *
 * Book (pk, sk)                  | pk                     sk                gsi1pk            gsi1sk
 *   shopper                      | SHP#<shopperId>        SHOPPER
 *   consents                     | SHP#<shopperId>        CONSENTS          AUD#<shard>       <shopperId>   while delivery is granted and the shopper not suspended
 *   voucher                      | SHP#<shopperId>        VCH#<voucherId>
 *   voucher in use of a group    | SHP#<shopperId>        GRP#<group>
 *   shopper by number            | NUM#<number index>     SHOPPER
 *   shopper by stop link         | OPT#<hash of token>    SHOPPER
 *   voucher by code              | COD#<mac of code>      VOUCHER
 *   store                        | STR#<storeId>          STORE             STORES            <storeId>
 *   person at a store's till     | STR#<storeId>          STF#<tillStaffId>
 *   enrolled till                | STR#<storeId>          DEV#<deviceId>
 *   redemption                   | STR#<storeId>          RED#<redemptionId>
 *   undo of a redemption         | STR#<storeId>          UND#<redemptionId>
 *   refused attempt              | STR#<storeId>          ATT#<attemptId>
 *   coupon                       | CPN#<couponId>         COUPON            COUPONS           <couponId>
 *   uses of a limited coupon     | CPN#<couponId>         TOTAL
 *   stop of another coupon       | CPN#<couponId>         GATE#<gate>
 *   picture of a coupon          | PIC#<pictureId>        PICTURE
 *   campaign                     | CMP#<campaignId>       CAMPAIGN          CAMPAIGNS         <campaignId>
 *   lane, chunk of its audience  | CMP#<campaignId>       LANE#<lane>, CHUNK#<lane>#<chunk>
 *   delivery                     | CMP#<campaignId>#<lane> DLV#<shopperId>
 *   state of the login           | LOGIN                  STATE, LOCK
 *   rotation asked for           | ROTATION               WISH
 *   sealed canary                | CANARY                 SEALED
 *   campaign under way           | PULSE                  CMP#<campaignId>
 *   lock and bucket of the pulse | PULSE                  LOCK, BUCKET
 *   readings against the trail   | ARCHIVE                RECONCILE
 *   person who left              | LEFT#<staffId>         LEAVE
 *   last root of the registers   | ARCHIVE                LAST
 *   note beside a register row   | NOTE#<hash of the note> NOTE
 */

/** A key of the Book. */
export type BookKey = { readonly pk: string; readonly sk: string };

const padded = (count: number) => String(count).padStart(6, '0');

/** Keys of the Gate. */
export const gateKeys = {
  challenge: (id: ChallengeId) => ({ pk: `CHL#${id}` }),
  counter: (key: string) => ({ pk: `CNT#${key}` }),
  puzzle: (id: string) => ({ pk: `PZL#${id}` }),
  session: (cookie: SecretHash) => ({ pk: `SES#${cookie}` }),
  tillSession: (cookie: SecretHash) => ({ pk: `TIL#${cookie}` }),
  tillDevice: (cookie: SecretHash) => ({ pk: `DVC#${cookie}` }),
  pinLock: (key: string) => ({ pk: `LCK#${key}` }),
  knownBrowser: (pair: SecretHash) => ({ pk: `KWN#${pair}` }),
  replay: (key: SecretHash) => ({ pk: `IDM#${key}` }),
  storeDay: (store: StoreId, day: string, coupon: CouponId) => ({ pk: `DAY#${store}#${day}#${coupon}` }),
};

/** Keys of the Book. */
export const bookKeys = {
  shopper: (id: ShopperId) => ({ pk: `SHP#${id}`, sk: 'SHOPPER' }),
  consents: (id: ShopperId) => ({ pk: `SHP#${id}`, sk: 'CONSENTS' }),
  voucher: (shopper: ShopperId, id: VoucherId) => ({ pk: `SHP#${shopper}`, sk: `VCH#${id}` }),
  group: (shopper: ShopperId, group: string) => ({ pk: `SHP#${shopper}`, sk: `GRP#${group}` }),
  byNumber: (index: NumberIndex) => ({ pk: `NUM#${index}`, sk: 'SHOPPER' }),
  byOptOut: (token: SecretHash) => ({ pk: `OPT#${token}`, sk: 'SHOPPER' }),
  byCode: (code: SecretHash) => ({ pk: `COD#${code}`, sk: 'VOUCHER' }),
  store: (id: StoreId) => ({ pk: `STR#${id}`, sk: 'STORE' }),
  tillStaff: (store: StoreId, id: TillStaffId | '') => ({ pk: `STR#${store}`, sk: `STF#${id}` }),
  tillDevice: (store: StoreId, id: DeviceId | '') => ({ pk: `STR#${store}`, sk: `DEV#${id}` }),
  redemption: (store: StoreId, id: string) => ({ pk: `STR#${store}`, sk: `RED#${id}` }),
  undo: (store: StoreId, id: string) => ({ pk: `STR#${store}`, sk: `UND#${id}` }),
  attempt: (store: StoreId, id: AttemptId) => ({ pk: `STR#${store}`, sk: `ATT#${id}` }),
  coupon: (id: CouponId) => ({ pk: `CPN#${id}`, sk: 'COUPON' }),
  couponTotal: (id: CouponId) => ({ pk: `CPN#${id}`, sk: 'TOTAL' }),
  couponGate: (id: CouponId, gate: number) => ({ pk: `CPN#${id}`, sk: `GATE#${gate}` }),
  picture: (id: PictureId) => ({ pk: `PIC#${id}`, sk: 'PICTURE' }),
  campaign: (id: CampaignId) => ({ pk: `CMP#${id}`, sk: 'CAMPAIGN' }),
  lane: (id: CampaignId, lane: number) => ({ pk: `CMP#${id}`, sk: `LANE#${lane}` }),
  chunk: (id: CampaignId, lane: number, chunk: number) => ({
    pk: `CMP#${id}`,
    sk: `CHUNK#${lane}#${padded(chunk)}`,
  }),
  delivery: (id: CampaignId, lane: number, shopper: ShopperId) => ({
    pk: `CMP#${id}#${lane}`,
    sk: `DLV#${shopper}`,
  }),
  underWay: (id: CampaignId) => ({ pk: 'PULSE', sk: `CMP#${id}` }),
  loginState: { pk: 'LOGIN', sk: 'STATE' },
  loginLock: { pk: 'LOGIN', sk: 'LOCK' },
  rotationWish: { pk: 'ROTATION', sk: 'WISH' },
  canary: { pk: 'CANARY', sk: 'SEALED' },
  pulseLock: { pk: 'PULSE', sk: 'LOCK' },
  pulseBucket: { pk: 'PULSE', sk: 'BUCKET' },
  reconciliation: { pk: 'ARCHIVE', sk: 'RECONCILE' },
  leave: (id: StaffId) => ({ pk: `LEFT#${id}`, sk: 'LEAVE' }),
  lastRoot: { pk: 'ARCHIVE', sk: 'LAST' },
  note: (hash: string) => ({ pk: `NOTE#${hash}`, sk: 'NOTE' }),
};

/** Partitions of the sparse index `gsi1`. */
export const indexKeys = {
  audience: (shard: number) => `AUD#${String(shard).padStart(2, '0')}`,
  stores: 'STORES',
  coupons: 'COUPONS',
  campaigns: 'CAMPAIGNS',
};

/** Partitions of the Register beside the chains: who began and who moved, in the order of time. */
export const registerKeys = {
  directory: (kind: RegisterKind, part: number) => `CHAINS#${kind}#${part}`,
  moved: (part: number) => `MOVED#${part}`,
};
