import type { RotationResource } from '../../deployment.ts';
import { readRotationTimes, type RotationTimes } from '../../rotation-times.ts';

/**
 * What is under way: a whole rotation, or the trial of new settings (testSecret on a version that is thrown away).
 * `stepsDone` is set once the function answered every step.
 */
export type Attempt = {
  readonly kind: 'rotation' | 'trial';
  readonly versionId: string;
  readonly stepsDone: boolean;
};

/** What Secrets Manager remembers of a secret's rotation, kept over a restart. `settings` are those it has taken over. */
export type RotationState = {
  settings?: string;
  nextAtMs: number;
  lastRotatedAtMs?: number;
  attempt?: Attempt;
};

/** A secret's rotation: whom it asks, when, and how far it is. */
export type Rotation = {
  readonly functionArn: string;
  readonly expression: string;
  readonly immediately: boolean;
  readonly times: RotationTimes;
  state: RotationState;
};

/** The rotation as deployed; its settings count as an update, which has not been looked at yet. */
export function newRotation(resource: RotationResource, nowMs: number): Rotation {
  const times = readRotationTimes(resource.scheduleExpression);
  return {
    functionArn: resource.functionArn,
    expression: resource.scheduleExpression,
    immediately: resource.rotateImmediatelyOnUpdate,
    times,
    state: { nextAtMs: times(nowMs) },
  };
}

/** The settings whose change makes Secrets Manager test or rotate anew. */
export function settingsOf(rotation: Rotation): string {
  return `${rotation.functionArn} ${rotation.expression}`;
}

/** Takes back what an earlier run knew; a schedule that has changed since is counted from now. */
export function restoreRotation(rotation: Rotation, saved: RotationState, nowMs: number): void {
  const same = saved.settings === settingsOf(rotation);
  rotation.state = same ? saved : { ...saved, nextAtMs: rotation.times(nowMs) };
}
