/**
 * Who may knock: nobody in particular, a shopper's or till's session cookie (a manager's for some), an enrolled till's
 * cookie or session, or a JWT with the group.
 */
export type Door = 'open' | 'shopper' | 'till' | 'manager' | 'device' | 'marketer' | 'custodian';

/** One route of the API (DESIGN §5): the function behind it, who may call it and its throttle. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly function: string;
  readonly door: Door;
  readonly ratePerSecond: number;
  readonly burst: number;
};

const calm = { ratePerSecond: 50, burst: 100 } as const;
const busy = { ratePerSecond: 200, burst: 400 } as const;

/** Every route of the API; stacks, handlers, OpenAPI and the actor matrix all read this table. */
export const routes = [
  { method: 'POST', path: '/v1/challenges', function: 'shopper-verify', door: 'open', ...calm },
  {
    method: 'POST',
    path: '/v1/challenges/{challengeId}/resend',
    function: 'shopper-verify',
    door: 'open',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/challenges/{challengeId}/confirm',
    function: 'shopper-verify',
    door: 'open',
    ...busy,
  },
  { method: 'GET', path: '/v1/policies/current', function: 'shopper-wallet', door: 'open', ...busy },
  { method: 'GET', path: '/v1/me', function: 'shopper-wallet', door: 'shopper', ...busy },
  { method: 'POST', path: '/v1/me/sign-out', function: 'shopper-wallet', door: 'shopper', ...calm },
  { method: 'PUT', path: '/v1/me/consents/delivery', function: 'shopper-wallet', door: 'shopper', ...calm },
  { method: 'GET', path: '/v1/me/vouchers', function: 'shopper-wallet', door: 'shopper', ...busy },
  { method: 'GET', path: '/v1/vouchers/{voucherId}', function: 'shopper-wallet', door: 'shopper', ...busy },
  { method: 'GET', path: '/v1/coupons/public', function: 'shopper-wallet', door: 'open', ...busy },
  {
    method: 'POST',
    path: '/v1/coupons/{couponId}/vouchers',
    function: 'shopper-wallet',
    door: 'shopper',
    ...calm,
  },
  { method: 'GET', path: '/v1/links/{linkToken}', function: 'shopper-wallet', door: 'open', ...busy },
  { method: 'POST', path: '/v1/links/{linkToken}/visits', function: 'shopper-wallet', door: 'open', ...busy },
  { method: 'POST', path: '/v1/opt-outs/{token}', function: 'shopper-wallet', door: 'open', ...calm },
  {
    method: 'POST',
    path: '/v1/vouchers/{voucherId}/redemptions',
    function: 'shopper-redeem',
    door: 'shopper',
    ratePerSecond: 500,
    burst: 1000,
  },
  { method: 'POST', path: '/v1/till/sign-in', function: 'store-till', door: 'open', ...calm },
  { method: 'POST', path: '/v1/till/sign-out', function: 'store-till', door: 'till', ...calm },
  { method: 'GET', path: '/v1/till/staff', function: 'store-till', door: 'device', ...calm },
  { method: 'POST', path: '/v1/till/staff', function: 'store-till', door: 'manager', ...calm },
  { method: 'PUT', path: '/v1/till/staff/{staffId}/pin', function: 'store-till', door: 'manager', ...calm },
  { method: 'POST', path: '/v1/till/staff/{staffId}/end', function: 'store-till', door: 'manager', ...calm },
  { method: 'POST', path: '/v1/till/devices', function: 'store-till', door: 'open', ...calm },
  { method: 'GET', path: '/v1/till/devices', function: 'store-till', door: 'manager', ...calm },
  {
    method: 'POST',
    path: '/v1/till/devices/{deviceId}/end',
    function: 'store-till',
    door: 'manager',
    ...calm,
  },
  { method: 'GET', path: '/v1/till/vouchers/{code}', function: 'store-till', door: 'till', ...busy },
  { method: 'GET', path: '/v1/till/qr', function: 'store-till', door: 'till', ...busy },
  { method: 'GET', path: '/v1/till/attempts', function: 'store-till', door: 'till', ...calm },
  { method: 'POST', path: '/v1/till/holds', function: 'store-till', door: 'till', ...busy },
  {
    method: 'POST',
    path: '/v1/till/holds/{holdId}/release',
    function: 'store-till',
    door: 'till',
    ...busy,
  },
  { method: 'GET', path: '/v1/till/counts', function: 'store-till', door: 'till', ...busy },
  { method: 'POST', path: '/v1/till/redemptions', function: 'store-till', door: 'till', ...busy },
  {
    method: 'POST',
    path: '/v1/till/redemptions/{redemptionId}/undo',
    function: 'store-till',
    door: 'till',
    ...calm,
  },
  { method: 'POST', path: '/v1/stores', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/stores', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/stores/{storeId}', function: 'marketer-console', door: 'marketer', ...calm },
  {
    method: 'PUT',
    path: '/v1/stores/{storeId}/pin',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  { method: 'POST', path: '/v1/coupons', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/coupons', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/coupons/{couponId}', function: 'marketer-console', door: 'marketer', ...calm },
  {
    method: 'POST',
    path: '/v1/coupons/{couponId}/stop',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  { method: 'POST', path: '/v1/campaigns', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/campaigns', function: 'marketer-console', door: 'marketer', ...calm },
  {
    method: 'GET',
    path: '/v1/campaigns/{campaignId}',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/plan',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/launch',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/pause',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/resume',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/cancel',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  {
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/report',
    function: 'marketer-console',
    door: 'marketer',
    ...calm,
  },
  { method: 'GET', path: '/v1/usage', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'GET', path: '/v1/usage/export', function: 'marketer-console', door: 'marketer', ...calm },
  { method: 'POST', path: '/v1/custodian/readings', function: 'custodian-desk', door: 'custodian', ...calm },
  { method: 'POST', path: '/v1/custodian/searches', function: 'custodian-desk', door: 'custodian', ...calm },
  {
    method: 'GET',
    path: '/v1/custodian/shoppers/{shopperId}',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/custodian/shoppers/{shopperId}/suspend',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/custodian/shoppers/{shopperId}/reinstate',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  {
    method: 'GET',
    path: '/v1/custodian/registers/{kind}',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  {
    method: 'POST',
    path: '/v1/custodian/register-checks',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  { method: 'GET', path: '/v1/custodian/rotations', function: 'custodian-desk', door: 'custodian', ...calm },
  { method: 'POST', path: '/v1/custodian/rotations', function: 'custodian-desk', door: 'custodian', ...calm },
  { method: 'GET', path: '/v1/custodian/staff', function: 'custodian-desk', door: 'custodian', ...calm },
  {
    method: 'POST',
    path: '/v1/custodian/staff/{staffId}/leave',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
  {
    method: 'GET',
    path: '/v1/custodian/staff/{staffId}/leave',
    function: 'custodian-desk',
    door: 'custodian',
    ...calm,
  },
] as const satisfies readonly Route[];
