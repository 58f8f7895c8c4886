import { rotationId } from '../domain/ids.ts';
import type { RotationBook } from '../domain/login-rotation.ts';
import type { AskRotation } from './end-staff.ts';

/** What asking for a rotation needs. */
export type AskDeps = {
  readonly rotations: Pick<RotationBook, 'ask' | 'state'>;
  readonly newUlid: (nowMs: number) => string;
};

/**
 * Asks for a rotation for somebody who left at `atMs`. One that began after that serves, and so does one that waits to
 * begin: its login is one they never had.
 */
export function makeAskForLeaver({ rotations, newUlid }: AskDeps): AskRotation {
  return async ({ because, by, atMs }) => {
    const state = await rotations.state();
    const later = [state?.running, state?.last].find(rotation => (rotation?.startedAtMs ?? 0) >= atMs);
    const wish = { rotationId: rotationId(`rot_${newUlid(atMs)}`), because, by, atMs };
    return { rotationId: (later ?? (await rotations.ask(wish))).rotationId };
  };
}
