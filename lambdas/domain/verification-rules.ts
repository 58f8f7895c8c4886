import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const seconds = z.int().check(z.positive());

/** The most that is done about a full counter: write it down, ask for a puzzle, refuse. */
const mode = z.enum(['record_only', 'challenge', 'deny']);

/** What a counter of sends belongs to: a number, a browser, an address, a block of 10,000 numbers, a country, all of us. */
const subject = z.enum(['number', 'browser', 'address', 'prefix', 'country', 'everyone']);

/**
 * One counter and what happens when it is full. Up to `freely` anybody sends, from there on who solves a puzzle, and
 * from `atMost` on nobody. An answered code gives `givesBack` back: 0 where every send counts, 1 where unanswered ones
 * do, 2 where answered ones also make room for as many unanswered. `mode` is the most that is done about it;
 * `counts` is what is counted, `abroad` narrows a rule to other countries than our own.
 */
const sendRule = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/u)),
  per: subject,
  windowSeconds: seconds,
  freely: z.optional(count),
  atMost: count,
  givesBack: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  counts: z.prefault(z.enum(['sends', 'numbers']), 'sends'),
  abroad: z.prefault(z.boolean(), false),
  mode: z.prefault(mode, 'deny'),
});

/** The shape of the rules of verification; unknown keys are refused, so that a replay never ignores a misspelt rule. */
export const rulesSchema = z.strictObject({
  codeDigits: z.int().check(z.minimum(6), z.maximum(10)),
  lifeSeconds: z.int().check(z.minimum(60), z.maximum(600)),
  triesPerChallenge: z.int().check(z.minimum(1), z.maximum(10)),
  resendWaitSeconds: z.array(seconds).check(z.minLength(1)),
  resendNeedsSecondsLeft: count,
  replaySeconds: count,
  failures: z.strictObject({
    number: z.strictObject({ atMost: count, windowSeconds: seconds }),
    address: z.strictObject({ atMost: count, windowSeconds: seconds }),
  }),
  puzzle: z.strictObject({ iterations: seconds, most: seconds, lifeSeconds: seconds }),
  sends: z.array(sendRule).check(
    z.refine(rules => new Set(rules.map(({ id }) => id)).size === rules.length, {
      error: 'two rules have one id',
    }),
  ),
});

/** All rules of verification in one value (verification.md §8). */
export type VerificationRules = z.output<typeof rulesSchema>;
/** One rule about sends. */
export type SendRule = VerificationRules['sends'][number];
/** The most that is done about a full counter. */
export type RuleMode = SendRule['mode'];

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The rules with their defaults (D7, D9). Their reasons stand in docs/decisions/0031; the day's budget and the mode of
 * the country's rule are set by the stage.
 */
export const verificationRules: VerificationRules = rulesSchema.parse({
  codeDigits: 6,
  lifeSeconds: 5 * minute,
  triesPerChallenge: 5,
  resendWaitSeconds: [30, 60, 180, 300, 600],
  resendNeedsSecondsLeft: 60,
  replaySeconds: 10 * minute,
  failures: {
    number: { atMost: 20, windowSeconds: day },
    address: { atMost: 30, windowSeconds: 5 * minute },
  },
  puzzle: { iterations: 1000, most: 1000, lifeSeconds: 2 * minute },
  sends: [
    { id: 'number-10min', per: 'number', windowSeconds: 10 * minute, atMost: 3, givesBack: 0 },
    { id: 'number-day', per: 'number', windowSeconds: day, atMost: 5, givesBack: 0 },
    { id: 'number-30days', per: 'number', windowSeconds: 30 * day, atMost: 15, givesBack: 0 },
    { id: 'browser-day', per: 'browser', windowSeconds: day, atMost: 3, givesBack: 0, counts: 'numbers' },
    { id: 'address-10min', per: 'address', windowSeconds: 10 * minute, freely: 5, atMost: 20, givesBack: 2 },
    { id: 'address-hour', per: 'address', windowSeconds: hour, atMost: 20, givesBack: 2 },
    { id: 'address-day', per: 'address', windowSeconds: day, atMost: 25, givesBack: 2 },
    { id: 'prefix-hour', per: 'prefix', windowSeconds: hour, freely: 5, atMost: 10, givesBack: 1 },
    { id: 'prefix-day', per: 'prefix', windowSeconds: day, freely: 10, atMost: 20, givesBack: 1 },
    { id: 'prefix-week', per: 'prefix', windowSeconds: 7 * day, freely: 15, atMost: 25, givesBack: 2 },
    {
      id: 'country-hour',
      per: 'country',
      windowSeconds: hour,
      freely: 50,
      atMost: 100,
      givesBack: 2,
      mode: 'record_only',
    },
    { id: 'abroad-day', per: 'country', windowSeconds: day, atMost: 50, givesBack: 0, abroad: true },
    { id: 'budget-day', per: 'everyone', windowSeconds: day, freely: 800, atMost: 1000, givesBack: 0 },
  ],
});

/** What a stage sets: how many codes a day may be sent in all, and how far the country's conversion may act. */
export type StageRules = { readonly codesPerDay: number; readonly conversion: RuleMode };

/** The share of the day's budget from which on everybody solves a puzzle first, and ops are told. */
export const budgetWarnShare = 0.8;

/** The rules as a function is told them by its settings, in text; anything else is a broken deployment and throws. */
export function readRules(codesPerDay: string, conversion: string): VerificationRules {
  const settings = z.object({ codesPerDay: count, conversion: mode });
  return rulesOf(settings.parse({ codesPerDay: Number(codesPerDay), conversion }));
}

/** The rules as a stage has them. */
export function rulesOf(
  { codesPerDay, conversion }: StageRules,
  rules: VerificationRules = verificationRules,
): VerificationRules {
  const sends = rules.sends.map(rule => {
    if (rule.id === 'budget-day')
      return { ...rule, freely: Math.floor(codesPerDay * budgetWarnShare), atMost: codesPerDay };
    return rule.id === 'country-hour' ? { ...rule, mode: conversion } : rule;
  });
  return { ...rules, sends };
}
