import type { LedgerAnswer, LedgerCall, LedgerOp } from '../simulation/redemption/ledger-model.ts';
import type { Random } from '../simulation/random.ts';

/** What somebody heard: an answer and the id in it, or nothing. */
export type Reply = { readonly answer: LedgerAnswer | undefined; readonly id?: string };

/** By which of the three tills something is asked, at which of the tablets, and how long one waits (milliseconds). */
export type Way = {
  readonly by: 'pin' | 'qr' | 'till';
  readonly tablet: number;
  readonly patienceMs: number;
};

/** A voucher on the counter of a store, and what can be asked about it there; each asking is one request. */
export type Counter = {
  readonly voucherId: string;
  readonly storeId: string;
  redeem(way: Way, key: string): Promise<Reply>;
  undo(way: Way, redemptionId: string, key: string): Promise<Reply>;
  hold(way: Way): Promise<Reply>;
  release(way: Way, holdId: string): Promise<Reply>;
};

/** How many tablets a store has; whoever works at one has its session. */
export const tablets = 8;

/** A history in the making: what everybody asked and heard, and the redemptions they were told of. */
export type Recorder = {
  readonly ops: LedgerOp[];
  readonly told: { readonly id: string; readonly key: string }[];
  ask(call: LedgerCall, send: () => Promise<Reply>): Promise<Reply>;
};

/** An empty history. */
export function makeRecorder(): Recorder {
  let moment = 0;
  const ops: LedgerOp[] = [];
  return {
    ops,
    told: [],
    ask: async (call, send) => {
      const place = ops.length;
      const calledAt = (moment += 1);
      ops.push({ call, calledAt, answeredAt: Number.POSITIVE_INFINITY, answer: undefined });
      const reply = await send();
      const { answer } = reply;
      if (answer !== undefined) ops[place] = { call, calledAt, answeredAt: (moment += 1), answer };
      return reply;
    },
  };
}

let names = 0;
const name = (kind: string) => `${kind}-${(names += 1)}`;

const sessionOf = ({ tablet }: Way) => `tablet-${tablet}`;

/** The clock of a history that nobody moves. */
const about = ({ voucherId, storeId }: Counter) => ({
  voucher: voucherId,
  store: storeId,
  day: 'today',
  atMs: 0,
});

/** Asks to redeem, up to `tries` times under one key, until somebody answers. */
export async function redeem(recorder: Recorder, counter: Counter, way: Way, tries = 1): Promise<void> {
  const key = name('key');
  const session = way.by === 'till' ? { session: sessionOf(way) } : {};
  const call: LedgerCall = { kind: 'redeem', key, ...about(counter), ...session };
  for (let turn = 0; turn < tries; turn += 1) {
    const { answer, id } = await recorder.ask(call, () => counter.redeem(way, key));
    if (answer === 'ok' && id !== undefined) recorder.told.push({ id, key });
    if (answer !== undefined) return;
  }
}

/** Undoes one of the last redemptions that somebody was told of. */
export async function undo(
  recorder: Recorder,
  counter: Counter,
  way: Way,
  random: Random,
  tries = 1,
): Promise<void> {
  const { told } = recorder;
  const found = told[random.between(Math.max(0, told.length - 2), told.length - 1)];
  if (found === undefined) return;
  const key = name('undo');
  for (let turn = 0; turn < tries; turn += 1) {
    const call = { kind: 'undo', key, use: found.key, atMs: 0 } as const;
    const { answer } = await recorder.ask(call, () => counter.undo(way, found.id, key));
    if (answer !== undefined) return;
  }
}

/** Holds the voucher, and then confirms it or lets it go. */
export async function hold(recorder: Recorder, counter: Counter, way: Way, random: Random): Promise<void> {
  const session = sessionOf(way);
  const held = name('hold');
  const call = { kind: 'hold', hold: held, session, untilMs: 180_000, ...about(counter) } as const;
  const { answer, id } = await recorder.ask(call, () => counter.hold(way));
  if (answer !== 'ok' || id === undefined) return;
  if (random.chance(0.5)) return redeem(recorder, counter, { ...way, by: 'till' });
  const release = { kind: 'release', hold: held, voucher: counter.voucherId, session } as const;
  await recorder.ask(release, () => counter.release(way, id));
}

/** One of the three tills, drawn. */
export function drawWay(random: Random, patienceMs: number): Way {
  const by = random.weighted<Way['by']>([
    [2, 'pin'],
    [2, 'qr'],
    [4, 'till'],
  ]);
  return { by, tablet: random.between(0, tablets - 1), patienceMs };
}
