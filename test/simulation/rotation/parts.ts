import { rotationSteps, type RotationStep } from '../../../lambdas/domain/login-rotation.ts';

/** What a run is about. `salt` keeps the draws of one part from being those of another under the same seed. */
export type Part = {
  readonly name: string;
  readonly salt: number;
  /** Exactly one crash, fault, lost reply or stall falls while the rotation is in this step. */
  readonly step?: RotationStep;
  /** Everything may strike at any call. */
  readonly storm?: boolean;
  /** Probability that a keeper that stalls lives on past its time-out and its lock, which Lambda does not allow. */
  readonly zombies?: number;
  /** A service that a step needs is down for three hours. */
  readonly outage?: boolean;
  readonly deploy?: 'prompt' | 'slow';
  readonly stranger?: boolean;
  /** IAM tells what a replica knows to those who read a policy, too. */
  readonly staleReads?: boolean;
  /** Who begins a second rotation while the first one runs. */
  readonly second?: 'asked' | 'planned';
};

const part = (name: string, salt: number, rest: Partial<Part> = {}): Part => ({ name, salt, ...rest });

/** No fault, and one fault at each of the eight steps. */
export const stepParts: readonly Part[] = [
  part('none', 1),
  ...rotationSteps.map((step, place) => part(step, 2 + place, { step, zombies: 0.2 })),
];

/** What else may happen to a rotation. */
export const variants = {
  storm: part('storm', 11, { storm: true, zombies: 0.3 }),
  deploy: part('deploy', 12, { deploy: 'prompt' }),
  slowDeploy: part('slow-deploy', 13, { deploy: 'slow' }),
  stranger: part('stranger', 14, { stranger: true }),
  asked: part('asked-again', 15, { second: 'asked' }),
  planned: part('planned-meanwhile', 16, { second: 'planned' }),
  outage: part('outage', 17, { outage: true }),
  staleReads: part('stale-reads', 18, { staleReads: true }),
  strangerInStorm: part('stranger-in-storm', 19, { stranger: true, storm: true }),
  deployInStorm: part('deploy-in-storm', 20, { deploy: 'prompt', storm: true }),
} as const;

/** Every part by the name that `STEP=` calls it. */
export const partNamed = (name: string): Part | undefined =>
  [...stepParts, ...Object.values(variants)].find(part => part.name === name);
