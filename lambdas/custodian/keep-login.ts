import type { RotationId } from '../domain/ids.ts';
import {
  begin,
  bornState,
  isOverdue,
  isStuck,
  type LoginState,
  type RotationWish,
} from '../domain/login-rotation.ts';
import { makeMendLogin } from './mend-login.ts';
import { makeTurnLogin, type LoginDeps } from './turn-login.ts';

/** What the keeper of the login needs beside turning it. `newVersionId` is a UUID, as Secrets Manager wants it. */
export type KeepLoginDeps = LoginDeps & {
  readonly everyDays: number;
  readonly newVersionId: () => string;
  readonly newRotationId: (nowMs: number) => RotationId;
};

/** A step that Secrets Manager asks for; `versionId` is its ClientRequestToken. */
export type RotationCall = {
  readonly step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly versionId: string;
};

/** How long a keeper holds the lock, in milliseconds: longer than its function may run. */
const lockMs = 75_000;

/** How long a call of Secrets Manager waits for the keeper at work, which is done in a second or two. */
const patience = { tries: 20, pauseMs: 500 } as const;

async function takeLock(deps: KeepLoginDeps, isPatient: boolean): Promise<number | undefined> {
  for (let tries = 0; ; tries += 1) {
    const nowMs = deps.now();
    if (await deps.book.takeLock(nowMs, nowMs + lockMs)) return nowMs + lockMs;
    if (!isPatient || tries >= patience.tries) return undefined;
    await deps.wait(patience.pauseMs);
  }
}

async function bear(deps: KeepLoginDeps): Promise<LoginState> {
  const { sinceMs, ...current } = await deps.secret.current();
  return deps.book.save(bornState(current, sinceMs));
}

/** What Secrets Manager begins goes on under the version it chose; its other steps find their work done or under way. */
async function beginPlanned(deps: KeepLoginDeps, state: LoginState, call: RotationCall): Promise<LoginState> {
  const known = [state.running?.to.versionId, state.last?.to.versionId, state.current.versionId];
  if (call.step !== 'createSecret' || known.includes(call.versionId)) return state;
  if (state.running !== undefined)
    throw new Error('another rotation is under way; ask again when it is done');
  const nowMs = deps.now();
  const wish = plannedWish(deps, 'schedule', nowMs);
  return deps.book.save(begin(state, wish, call.versionId, nowMs));
}

function plannedWish(deps: KeepLoginDeps, because: 'schedule' | 'overdue', nowMs: number): RotationWish {
  return { rotationId: deps.newRotationId(nowMs), because, by: 'schedule', atMs: nowMs };
}

async function beginAsked(deps: KeepLoginDeps, state: LoginState): Promise<LoginState> {
  if (state.running !== undefined) return state;
  const nowMs = deps.now();
  const wish = await deps.book.wish();
  if (wish !== undefined) return deps.book.begin(begin(state, wish, deps.newVersionId(), nowMs), wish);
  if (!isOverdue(state, deps.everyDays, nowMs)) return state;
  deps.journal('rotation.overdue', { epoch: state.current.epoch });
  return deps.book.save(begin(state, plannedWish(deps, 'overdue', nowMs), deps.newVersionId(), nowMs));
}

function watch(deps: KeepLoginDeps, state: LoginState): void {
  const { running } = state;
  if (running !== undefined && isStuck(state, deps.now()))
    deps.journal('rotation.stuck', { rotationId: running.rotationId, step: running.step });
}

/**
 * One turn of the keeper, once a minute and whenever Secrets Manager asks: what somebody changed is put right, what is
 * due or asked for begins, and a running rotation is brought on (D5). One keeper at a time; a call of Secrets Manager
 * waits for another at work, and throws after ten seconds to be made again.
 */
export function makeKeepLogin(deps: KeepLoginDeps) {
  const mend = makeMendLogin(deps);
  const turn = makeTurnLogin(deps);
  return async (call?: RotationCall): Promise<{ ran: boolean }> => {
    const lockEndsAtMs = await takeLock(deps, call !== undefined);
    if (lockEndsAtMs === undefined) {
      if (call !== undefined) throw new Error('the login is being kept by another; ask again');
      return { ran: false };
    }
    try {
      let state = await mend((await deps.book.state()) ?? (await bear(deps)));
      watch(deps, state);
      if (call !== undefined) state = await beginPlanned(deps, state, call);
      await turn(await beginAsked(deps, state));
    } finally {
      await deps.book.releaseLock(lockEndsAtMs);
    }
    return { ran: true };
  };
}
