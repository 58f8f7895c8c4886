import { loadQr } from '../paper/qr.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { ticksNow, type HeardSupply, type QrSupply } from './shown-qr.ts';
import type { Till } from './till.ts';

const everyMs = 30_000;
const againMs = 4000;
const answerWithinMs = 8000;

/** What the till has: the last supply with what draws it, and whether the connection is there. */
export type Supplied = {
  readonly supply?: HeardSupply;
  readonly encode?: Awaited<ReturnType<typeof loadQr>>;
  readonly isConnected: boolean;
};

/** Waits, but no longer than until the connection or the page comes back, or the screen is left. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const seen = () => document.hidden || end();
    addEventListener('online', end, { signal: over.signal });
    document.addEventListener('visibilitychange', seen, { signal: over.signal });
    signal.addEventListener('abort', end, { signal: over.signal });
  });
}

/** Asks for the store's QRs each half minute, sooner after a failure, until `signal` aborts; `heard` is told of each change. */
export async function supplyQrs(
  till: Till,
  heard: (supplied: Supplied) => void,
  signal: AbortSignal,
): Promise<void> {
  let present: Supplied = { isConnected: navigator.onLine };
  const tell = (news: Partial<Supplied>) => {
    present = { ...present, ...news };
    heard(present);
  };
  addEventListener('offline', () => tell({ isConnected: false }), { signal });
  while (!signal.aborted) {
    const encode = await loadQr().catch(() => undefined);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
    const answer = await till.api.get<QrSupply>('/v1/till/qr', { signal: patience });
    if (signal.aborted || askToSignIn(till, answer)) return;
    const isGood = answer.ok && encode !== undefined;
    tell({
      isConnected: isGood,
      ...(isGood ? { encode, supply: { ...answer.value, heardAt: ticksNow() } } : {}),
    });
    await pause(isGood ? everyMs : againMs, signal);
  }
}
