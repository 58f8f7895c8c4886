/** One QR of the store as the API gives it (`GET /v1/till/qr`): good to be shown from and until; ISO 8601. */
export type ShownQr = { readonly token: string; readonly from: string; readonly until: string };

/** The QRs of the next two minutes, and the server's time when they were given. */
export type QrSupply = { readonly items: readonly ShownQr[]; readonly serverTime: string };

/** What the two clocks of the browser say: the wall clock, and the one that nobody can set. Milliseconds. */
export type Ticks = { readonly wallMs: number; readonly steadyMs: number };

/** A supply, and what the browser's clocks said when it came. */
export type HeardSupply = QrSupply & { readonly heardAt: Ticks };

/** The browser's clocks now. */
export function ticksNow(): Ticks {
  return { wallMs: Date.now(), steadyMs: performance.now() };
}

/**
 * The server's time in milliseconds, never ahead of it: the answer's way here is not counted. The clock that went further
 * counts, since one stands still while the device sleeps and the other may be set back.
 */
export function serverMsOf({ serverTime, heardAt }: HeardSupply, now: Ticks): number {
  const passedMs = Math.max(now.wallMs - heardAt.wallMs, now.steadyMs - heardAt.steadyMs);
  return Date.parse(serverTime) + passedMs;
}

/** The QR to show at this moment of the server's clock, for how long, and how long the supply lasts; else none. */
export function qrToShow(supply: HeardSupply, serverMs: number) {
  const present = supply.items.find(
    ({ from, until }) => Date.parse(from) <= serverMs && serverMs < Date.parse(until),
  );
  if (present === undefined) return undefined;
  const leftMs = Date.parse(present.until) - serverMs;
  const lastsMs = Math.max(...supply.items.map(({ until }) => Date.parse(until))) - serverMs;
  return { token: present.token, leftMs, lastsMs };
}
