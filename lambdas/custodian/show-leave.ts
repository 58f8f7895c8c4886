import type { StaffId } from '../domain/ids.ts';
import type { Leave, LeaveBook } from '../domain/leave.ts';
import type { RotationBook } from '../domain/login-rotation.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { StoreBook } from '../domain/store.ts';

/** What showing a leave needs. */
export type ShowLeaveDeps = {
  readonly leaves: Pick<LeaveBook, 'of'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly rotations: Pick<RotationBook, 'state' | 'wish'>;
};

const time = (ms: number) => new Date(ms).toISOString();

function showLogin({ loginDisabledAtMs: atMs }: Leave) {
  return atMs === undefined ? { state: 'pending' as const } : { state: 'disabled' as const, at: time(atMs) };
}

/** The stores whose PIN went with the person, and whether each has a new one. */
async function showStores({ stores }: ShowLeaveDeps, { staffId, leftAtMs, storeIds }: Leave) {
  const found = await Promise.all(storeIds.map(id => stores.byId(id)));
  return found
    .filter(store => store !== undefined)
    .map(({ storeId, name, pinSetAtMs, pinSetBy, pinEndedAtMs = 0 }) => ({
      storeId,
      name,
      renewed: pinSetBy !== staffId && pinSetAtMs > Math.max(leftAtMs, pinEndedAtMs),
    }));
}

/** Where the rotation is; one that is neither waiting, under way nor the last one was done before the last one began. */
async function showRotation({ rotations }: ShowLeaveDeps, { rotationId }: Leave) {
  if (rotationId === undefined) return { state: 'pending' as const };
  const [wish, state] = [await rotations.wish(), await rotations.state()];
  if (wish?.rotationId === rotationId) return { state: 'requested' as const, rotationId };
  if (state?.running?.rotationId === rotationId) return { state: 'running' as const, rotationId };
  const doneAtMs = state?.last?.rotationId === rotationId ? state.last.doneAtMs['prove-dead'] : undefined;
  return {
    state: 'done' as const,
    rotationId,
    ...(doneAtMs === undefined ? {} : { doneAt: time(doneAtMs) }),
  };
}

/** A leave as the desk sees it: each part with when it was done, or that it is pending. */
export async function showLeave(deps: ShowLeaveDeps, leave: Leave) {
  const { staffId, by, leftAtMs, evidence } = leave;
  const at = time(leftAtMs);
  const [stores, rotation] = await Promise.all([showStores(deps, leave), showRotation(deps, leave)]);
  return {
    staffId,
    leftAt: at,
    by,
    parts: {
      sessions: { state: 'ended' as const, at },
      login: showLogin(leave),
      pins: { state: 'ended' as const, at, stores },
      rotation,
      evidence,
    },
  };
}

/** Shows the leave of a person. Refusal: staff.has_not_left. */
export function makeShowLeave(deps: ShowLeaveDeps) {
  return async (id: StaffId): Promise<Awaited<ReturnType<typeof showLeave>> | Refusal> => {
    const leave = await deps.leaves.of(id);
    return leave === undefined ? refuse('staff.has_not_left') : showLeave(deps, leave);
  };
}
