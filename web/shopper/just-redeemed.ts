/** Redemptions of this visit: the moment their answer came (ms, monotonic), so that the proof's clock can run. */
const heardAtMs = new Map<string, number>();

/** Notes that a voucher was redeemed just now. */
export function noteRedeemed(voucherId: string): void {
  heardAtMs.set(voucherId, performance.now());
}

/** Milliseconds since the voucher's redemption was heard of, or undefined when it was not on this visit. */
export function sinceRedeemed(voucherId: string): number | undefined {
  const atMs = heardAtMs.get(voucherId);
  return atMs === undefined ? undefined : performance.now() - atMs;
}

/** Forgets it: the proof is shown once, in front of the staff. */
export function forgetRedeemed(voucherId: string): void {
  heardAtMs.delete(voucherId);
}
