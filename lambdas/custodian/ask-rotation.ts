import type { RotationId } from '../domain/ids.ts';
import {
  dueAtMs,
  isOverdue,
  rotationSteps,
  type LoginState,
  type Rotation,
  type RotationBook,
  type RotationWish,
} from '../domain/login-rotation.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';

/** What asking for a rotation needs; the rotator does the rest. */
export type AskRotationDeps = {
  readonly book: Pick<RotationBook, 'state' | 'wish' | 'ask'>;
  readonly newRotationId: (nowMs: number) => RotationId;
};

/** Who asks, and when. */
export type Asking = { readonly by: string; readonly nowMs: number };

/** For whose leaving a rotation is asked: who ended them, and when they left. */
export type Leaving = { readonly by: string; readonly leftAtMs: number };

/** Asks for a rotation now. Refusal: rotation.in_progress, with the one that runs or waits. */
export function makeAskRotation({ book, newRotationId }: AskRotationDeps) {
  return async ({ by, nowMs }: Asking): Promise<RotationWish | Refusal> => {
    const running = (await book.state())?.running;
    if (running !== undefined) return refuse('rotation.in_progress', { rotationId: running.rotationId });
    const wish = { rotationId: newRotationId(nowMs), because: 'asked', by, atMs: nowMs } as const;
    const waiting = await book.ask(wish);
    return waiting.rotationId === wish.rotationId
      ? wish
      : refuse('rotation.in_progress', { rotationId: waiting.rotationId });
  };
}

/**
 * Asks for the rotation that follows somebody's leaving at `leftAtMs`. One that began after that serves, and so does one
 * that waits to begin; so asking again starts no second. One that was under way before does not count.
 */
export function makeAskRotationForLeaver({ book, newRotationId }: AskRotationDeps) {
  return async ({ by, leftAtMs }: Leaving): Promise<RotationId> => {
    const state = await book.state();
    const later = [state?.running, state?.last].find(rotation => (rotation?.startedAtMs ?? 0) >= leftAtMs);
    if (later !== undefined) return later.rotationId;
    const wish = { rotationId: newRotationId(leftAtMs), because: 'leaver', by, atMs: leftAtMs } as const;
    return (await book.ask(wish)).rotationId;
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

function showRotation(rotation: Rotation) {
  const { rotationId, because, by, startedAtMs, to, doneAtMs, evidence } = rotation;
  const { lastAcceptedAtMs, firstRefusedAtMs, cutOffMs } = rotation;
  const done = doneAtMs['prove-dead'];
  return {
    rotationId,
    because,
    by,
    startedAt: iso(startedAtMs),
    toEpoch: to.epoch,
    steps: rotationSteps.map(step => {
      const atMs = doneAtMs[step];
      return atMs === undefined ? { step } : { step, at: iso(atMs) };
    }),
    ...(lastAcceptedAtMs === undefined ? {} : { lastAcceptedAt: iso(lastAcceptedAtMs) }),
    ...(firstRefusedAtMs === undefined ? {} : { firstRefusedAt: iso(firstRefusedAtMs) }),
    ...(cutOffMs === undefined ? {} : { cutOffAt: iso(cutOffMs) }),
    ...(done === undefined ? {} : { doneAt: iso(done) }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** The login as the desk shows it: which epoch, since when, until when, and the rotations under way, asked for and done. */
export function showLogin(
  state: LoginState,
  wish: RotationWish | undefined,
  everyDays: number,
  nowMs: number,
) {
  const { current, rotatedAtMs, running, last } = state;
  return {
    epoch: current.epoch,
    rotatedAt: iso(rotatedAtMs),
    dueAt: iso(dueAtMs(state, everyDays)),
    overdue: isOverdue(state, everyDays, nowMs),
    ...(wish === undefined ? {} : { waiting: { rotationId: wish.rotationId, because: wish.because } }),
    ...(running === undefined ? {} : { running: showRotation(running) }),
    ...(last === undefined ? {} : { last: showRotation(last) }),
  };
}
