import { serverNowMs } from '../paper/api.ts';

/** A redemption of this visit: when its answer came on the clock that nobody can set, and what the server's said then. */
type Heard = { readonly atTicks: number; readonly serverMs: number };

const heard = new Map<string, Heard>();

/** Notes that a voucher was redeemed just now; its answer may have come a little later than the redemption. */
export function noteRedeemed(voucherId: string, redeemedAt: string): void {
  const serverMs = Math.max(Date.parse(redeemedAt), serverNowMs());
  heard.set(voucherId, { atTicks: performance.now(), serverMs });
}

/** The server's time since the voucher was redeemed on this visit (ms), for the proof's clock; else undefined. */
export function proofMsOf(voucherId: string): number | undefined {
  const one = heard.get(voucherId);
  return one && one.serverMs + performance.now() - one.atTicks;
}

/** Forgets it: the proof is shown once, in front of the staff. */
export function forgetRedeemed(voucherId: string): void {
  heard.delete(voucherId);
}
