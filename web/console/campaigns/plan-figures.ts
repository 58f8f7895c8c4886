import type { Plan } from '../answers.ts';

const minuteMs = 60_000;

/** The figures of a plan that are worked out on the page: price of one message, and how long it runs. */
export type PlanFigures = {
  readonly perMessage: { readonly min: number; readonly max: number };
  readonly minutes: number;
  readonly partsPerMinute: number;
  readonly isRange: boolean;
};

/** Works out what a receipt shows beside the plan itself; a plan for nobody costs nothing each. */
export const planFigures = (plan: Plan): PlanFigures => {
  const each = (cost: number): number => (plan.recipients === 0 ? 0 : cost / plan.recipients);
  const lengthMs = Date.parse(plan.endsAt) - Date.parse(plan.startsAt);
  const minutes = Number.isFinite(lengthMs) ? Math.max(1, Math.ceil(lengthMs / minuteMs)) : 1;
  return {
    perMessage: { min: each(plan.cost.min), max: each(plan.cost.max) },
    minutes,
    partsPerMinute: Math.ceil(plan.parts / minutes),
    isRange: plan.cost.min !== plan.cost.max,
  };
};
