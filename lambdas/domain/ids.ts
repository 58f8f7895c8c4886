declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person with a verified number, known everywhere only by this: `shp_` + ULID. */
export type ShopperId = Branded<'ShopperId'>;
/** One verification attempt: `chl_` + 128 random bits. */
export type ChallengeId = Branded<'ChallengeId'>;
/** A store: `str_` + ULID. */
export type StoreId = Branded<'StoreId'>;
/** An offer: `cpn_` + ULID. */
export type CouponId = Branded<'CouponId'>;
/** A coupon's picture: `pic_` + SHA-256 of its bytes; base64url. */
export type PictureId = Branded<'PictureId'>;
/** One shopper's copy of a coupon: `vch_` + 26 letters derived from both. */
export type VoucherId = Branded<'VoucherId'>;
/** One use at a store: `red_` + ULID. */
export type RedemptionId = Branded<'RedemptionId'>;
/** A voucher set aside for one till: `hld_` + ULID. */
export type HoldId = Branded<'HoldId'>;
/** A redemption that was refused: `att_` + ULID, so that they lie in the order of time. */
export type AttemptId = Branded<'AttemptId'>;
/** A campaign: `cmp_` + ULID; also its SourceIdentity when numbers are opened for it (DESIGN §3). */
export type CampaignId = Branded<'CampaignId'>;
/** A person of the staff who signs in: `stf_` + the directory's subject. */
export type StaffId = Branded<'StaffId'>;
/** A person who works at a store's till: `cls_` + ULID; no directory knows them. */
export type TillStaffId = Branded<'TillStaffId'>;
/** A browser that a store's manager enrolled as a till: `dev_` + ULID. */
export type DeviceId = Branded<'DeviceId'>;
/** A rotation of the custodian's login: `rot_` + ULID; also its SourceIdentity when it tries logins. */
export type RotationId = Branded<'RotationId'>;
/** SHA-256 of a secret that only its holder has (cookie, link or opt-out token); base64url. */
export type SecretHash = Branded<'SecretHash'>;

/** Names a string as a ShopperId; for ids we made or parsed. */
export const shopperId = (text: string) => text as ShopperId;
/** Names a string as a ChallengeId. */
export const challengeId = (text: string) => text as ChallengeId;
/** Names a string as a StoreId. */
export const storeId = (text: string) => text as StoreId;
/** Names a string as a CouponId. */
export const couponId = (text: string) => text as CouponId;
/** Names a string as a PictureId. */
export const pictureId = (text: string) => text as PictureId;
/** Names a string as a VoucherId. */
export const voucherId = (text: string) => text as VoucherId;
/** Names a string as a RedemptionId. */
export const redemptionId = (text: string) => text as RedemptionId;
/** Names a string as a HoldId. */
export const holdId = (text: string) => text as HoldId;
/** Names a string as an AttemptId. */
export const attemptId = (text: string) => text as AttemptId;
/** Names a string as a CampaignId. */
export const campaignId = (text: string) => text as CampaignId;
/** Names a string as a StaffId. */
export const staffId = (text: string) => text as StaffId;
/** Names a string as a TillStaffId. */
export const tillStaffId = (text: string) => text as TillStaffId;
/** Names a string as a DeviceId. */
export const deviceId = (text: string) => text as DeviceId;
/** Names a string as a RotationId. */
export const rotationId = (text: string) => text as RotationId;
/** Names a string as a SecretHash. */
export const secretHash = (text: string) => text as SecretHash;
