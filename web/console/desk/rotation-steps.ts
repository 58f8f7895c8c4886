import { rotationSteps, type RotationStep } from '../../../lambdas/domain/login-rotation.ts';
import type { StepState } from '../parts/steps.tsx';
import type { Rotation, Rotations } from './desk-answers.ts';

/** The name of a step as a key of the dictionary. */
export type StepKey<S extends string = RotationStep> = S extends `${infer A}-${infer B}`
  ? StepKey<`${A}_${B}`>
  : S;

/** A step on the time line; `at` is when it was done. */
export type LineStep = { readonly key: StepKey; readonly state: StepState; readonly at?: string };

const keyOf = (step: RotationStep): StepKey => step.replaceAll('-', '_') as StepKey;

/** The time line of a rotation: what has a time is done, the first without one is under way, the rest is to come. */
export const lineOf = (rotation: Pick<Rotation, 'steps'>): readonly LineStep[] => {
  const times = new Map(rotation.steps.map(({ step, at }) => [step, at]));
  const current = rotationSteps.find(step => times.get(step) === undefined);
  return rotationSteps.map(step => {
    const at = times.get(step);
    const key = keyOf(step);
    if (at !== undefined) return { key, state: 'done', at };
    return { key, state: step === current ? 'running' : 'todo' };
  });
};

/** Whether a rotation is to begin: one waits, or the one asked for here is neither under way nor done yet. */
export const isAwaited = (asked: string | undefined, { waiting, running, last }: Rotations): boolean =>
  running === undefined && (waiting !== undefined || (asked !== undefined && last?.rotationId !== asked));
