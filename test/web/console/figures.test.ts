import { expect, test } from 'vitest';
import type { Plan, Report } from '../../../web/console/answers.ts';
import { finishedOf, funnelOf, segmentsOf, share, sumOf } from '../../../web/console/campaigns/funnel.ts';
import { planFigures } from '../../../web/console/campaigns/plan-figures.ts';
import { campaignMoves } from '../../../lambdas/domain/campaign.ts';
import { movesOf } from '../../../web/console/campaigns/moves.ts';
import { figuresIn } from '../../../web/console/figures.ts';

const report: Report = {
  recipients: 200,
  byState: { PENDING: 50, CLAIMED: 10, SENDING: 5, SENT: 100, REFUSED: 20, UNKNOWN: 5, SKIPPED: 10 },
  reasons: { consent_withdrawn: 10 },
  clicked: 40,
  redeemed: 10,
};

const plan: Plan = {
  recipients: 100,
  parts: 200,
  partsPerMessage: 2,
  cost: { min: 10, max: 20, currency: 'USD' },
  startsAt: '2026-11-22T10:00:00+09:00',
  endsAt: '2026-11-22T10:03:10+09:00',
};

test('a funnel gives each step as a share of the audience and of the step before', () => {
  expect(funnelOf(report).map(step => [step.step, step.ofAll, step.ofBefore])).toEqual([
    ['recipients', 1, 1],
    ['sent', 0.5, 0.5],
    ['clicked', 0.2, 0.4],
    ['redeemed', 0.05, 0.25],
  ]);
});

test('a funnel of nobody is all zeros, not a division by zero', () => {
  const nobody = {
    ...report,
    recipients: 0,
    byState: { ...report.byState, SENT: 0 },
    clicked: 0,
    redeemed: 0,
  };
  expect(funnelOf(nobody).every(step => step.ofAll === 0 && step.ofBefore === 0)).toBe(true);
  expect(share(3, 2)).toBe(1);
});

test('the segments of a bar follow each other without gaps and fill it', () => {
  const segments = segmentsOf(report);
  expect(segments).toHaveLength(7);
  for (const [at, segment] of segments.entries()) {
    const before = segments[at - 1];
    expect(segment.from).toBeCloseTo(before === undefined ? 0 : before.from + before.width);
  }
  expect(segments.reduce((sum, segment) => sum + segment.width, 0)).toBeCloseTo(1);
});

test('finished are those with an end, whichever it is', () => {
  expect(finishedOf(report)).toBe(135);
});

test('reports add up, state by state and reason by reason', () => {
  const sum = sumOf([report, report]);
  expect(sum).toMatchObject({
    recipients: 400,
    clicked: 80,
    redeemed: 20,
    reasons: { consent_withdrawn: 20 },
  });
  expect(sum.byState.UNKNOWN).toBe(10);
  expect(sumOf([]).recipients).toBe(0);
});

test('a plan tells the price per person and the pace per begun minute', () => {
  expect(planFigures(plan)).toEqual({
    perMessage: { min: 0.1, max: 0.2 },
    minutes: 4,
    partsPerMinute: 50,
    isRange: true,
  });
});

test('a plan for nobody costs nothing per person', () => {
  const none = planFigures({ ...plan, recipients: 0, parts: 0, cost: { min: 0, max: 0, currency: 'USD' } });
  expect(none).toMatchObject({ perMessage: { min: 0, max: 0 }, partsPerMinute: 0, isRange: false });
});

test('the console offers no move that the campaign’s move table would refuse', () => {
  const states = [
    'draft',
    'planned',
    'launched',
    'sending',
    'paused',
    'completed',
    'cancelled',
    'halted',
  ] as const;
  for (const state of states) {
    for (const move of movesOf(state)) expect(campaignMoves[move].from as readonly string[]).toContain(state);
  }
  expect(movesOf('sending')).toEqual(['pause', 'cancel']);
});

test('counts, money and times are written as each language writes them, on the clock of the zone', () => {
  const ja = figuresIn('ja');
  const en = figuresIn('en');
  expect(ja.count(4812)).toBe('4,812');
  expect(ja.money(1200, 'JPY')).toMatch(/^[\u00a5\uffe5]1,200$/u);
  expect(en.money(0.5, 'USD')).toBe('$0.50');
  expect(en.percent(0.1234)).toBe('12.3%');
  expect(ja.moment('2026-11-21T06:02:00Z', 'Asia/Tokyo')).toContain('11月21日(土) 15:02');
  expect(en.moment('2026-11-21T06:02:00Z', 'America/New_York')).toContain('1:02');
});
