import { rotationSteps, type RotationStep } from '../../../lambdas/domain/login-rotation.ts';
import type { Call } from '../../fakes/wire.ts';
import type { Random } from '../random.ts';

/** What strikes a call once. A stall may come before the effect or, with the answer on its way, after it. */
export type Blow = 'crash' | 'failure' | 'lostReply' | 'stall' | 'stall_after';

/** A blow that falls exactly once, at some call that a keeper makes while the rotation is in this step. */
export type Strike = {
  readonly step: RotationStep;
  readonly blow: Blow;
  readonly hasFallen: boolean;
  /** What strikes this call, if anything does. */
  at(call: Call, present: RotationStep | undefined): Blow | undefined;
};

/** How many calls keepers make in a step, roughly; a blow falls at one of them, and at the last one at the latest. */
const callsOf: Readonly<Record<RotationStep, number>> = {
  create: 4,
  widen: 5,
  test: 40,
  finish: 8,
  narrow: 25,
  'prove-old-refused': 60,
  revoke: 3,
  'prove-dead': 60,
};

const movesOn = ({ verb, about }: Call, step: RotationStep) =>
  verb === 'transact' &&
  ((about.startsWith('state ') && about !== `state ${step}`) || about.endsWith(' rotation'));

/** A strike under a seed. */
export function makeStrike(random: Random, step: RotationStep): Strike {
  const blow = random.weighted<Blow>([
    [4, 'crash'],
    [2, 'failure'],
    [2, 'lostReply'],
    [2, 'stall'],
    [1, 'stall_after'],
  ]);
  let hasFallen = false;
  return {
    step,
    blow,
    get hasFallen() {
      return hasFallen;
    },
    at: (call, present) => {
      if (hasFallen || present !== step) return undefined;
      if (!movesOn(call, step) && !random.chance(1 / callsOf[step])) return undefined;
      hasFallen = true;
      return blow;
    },
  };
}

/** A service that is down for its callers among the keepers, for hours, from when a rotation comes to a step. */
export type Outage = { readonly step: RotationStep; readonly service: RegExp; readonly lastsMs: number };

const services: Readonly<Record<RotationStep, readonly RegExp[]>> = {
  create: [/^secret offer/u, /^secret/u],
  widen: [/^iam trust put/u, /^iam/u],
  test: [/^sts/u, /^kms/u],
  finish: [/^secret current/u, /^secret canary/u, /^sts/u],
  narrow: [/^iam trust put/u, /^iam/u],
  'prove-old-refused': [/^sts/u],
  revoke: [/^iam revocation put/u, /^iam/u],
  'prove-dead': [/^kms/u, /^register/u, /^secret canary/u],
};

/** An outage of a service that the step needs, drawn with the step. */
export function drawOutage(random: Random): Outage {
  const step = rotationSteps[random.between(0, rotationSteps.length - 1)] ?? 'create';
  const choices = services[step].map(service => [1, service] as const);
  return { step, service: random.weighted(choices), lastsMs: 3 * 3_600_000 };
}
