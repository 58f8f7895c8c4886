import type { Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';

/** Where a coupon stands: before its first day, in its period, after it, or stopped. */
export type CouponState = 'early' | 'running' | 'ended' | 'stopped';

/** The state of a coupon at a moment (ms since 1970). A stop counts before all else. */
export const couponStateOf = (coupon: Coupon, nowMs: number): CouponState => {
  if (coupon.stoppedAt !== undefined) return 'stopped';
  if (nowMs >= Date.parse(coupon.validUntil)) return 'ended';
  return coupon.validFrom !== undefined && nowMs < Date.parse(coupon.validFrom) ? 'early' : 'running';
};

const tones: Readonly<Record<CouponState, string>> = {
  early: 'open',
  running: 'ok',
  ended: 'over',
  stopped: 'seal',
};

const shapes: Readonly<Record<CouponState, string>> = {
  early: 'M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm0 1.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  running: 'M1 5.4 2.2 4.2 4 6 7.8 1.8 9 3 4 8.4z',
  ended: 'M1.5 4h7v2h-7z',
  stopped: 'M2 2h6v6H2z',
};

/** The state of a coupon in a word, with a mark whose shape differs as well as its colour. */
export const CouponChip = ({ coupon }: { readonly coupon: Coupon }) => {
  const { words } = useConsole();
  const state = couponStateOf(coupon, Date.now());
  return (
    <span class={`chip ${tones[state]}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
        <path d={shapes[state]} />
      </svg>
      {words.coupons[`state_${state}`]}
    </span>
  );
};
