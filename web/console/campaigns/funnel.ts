import type { DeliveryState, Report } from '../answers.ts';

/** One step of the funnel; `ofAll` is its share of the recipients and `ofBefore` of the step above, 0 to 1. */
export type FunnelStep = {
  readonly step: 'recipients' | 'sent' | 'clicked' | 'redeemed';
  readonly count: number;
  readonly ofAll: number;
  readonly ofBefore: number;
};

/** A state with its count and where its segment of the bar starts and how wide it is, 0 to 1. */
export type Segment = {
  readonly state: DeliveryState;
  readonly count: number;
  readonly from: number;
  readonly width: number;
};

/** A part of a whole between 0 and 1; nothing of nothing is 0. */
export const share = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));

/** The states in the order in which a bar shows them: done first, doubt and losses next, open last. */
export const stateOrder = [
  'SENT',
  'UNKNOWN',
  'REFUSED',
  'SKIPPED',
  'SENDING',
  'CLAIMED',
  'PENDING',
] as const satisfies readonly DeliveryState[];

/** The funnel of a report: recipients → sent → opened → redeemed. */
export const funnelOf = (
  report: Pick<Report, 'recipients' | 'byState' | 'clicked' | 'redeemed'>,
): readonly FunnelStep[] => {
  const counts = [
    ['recipients', report.recipients],
    ['sent', report.byState.SENT],
    ['clicked', report.clicked],
    ['redeemed', report.redeemed],
  ] as const;
  return counts.map(([step, count], at) => ({
    step,
    count,
    ofAll: share(count, report.recipients),
    ofBefore: share(count, counts[at - 1]?.[1] ?? report.recipients),
  }));
};

/** The segments of the one bar that shows a running campaign; empty states keep a row but no width. */
export const segmentsOf = (report: Report): readonly Segment[] => {
  const whole = stateOrder.reduce((sum, state) => sum + report.byState[state], 0);
  let from = 0;
  return stateOrder.map(state => {
    const count = report.byState[state];
    const segment = { state, count, from, width: share(count, whole) };
    from += segment.width;
    return segment;
  });
};

/** Recipients whose delivery has come to an end, whatever the end is. */
export const finishedOf = ({ byState }: Report): number =>
  byState.SENT + byState.REFUSED + byState.UNKNOWN + byState.SKIPPED;

const reasonsOf = (reports: readonly Report[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const report of reports) {
    for (const [code, count] of Object.entries(report.reasons ?? {})) sums[code] = (sums[code] ?? 0) + count;
  }
  return sums;
};

/** Several reports added up, for the figures over all campaigns. */
export const sumOf = (reports: readonly Report[]): Report => {
  const sum = (pick: (report: Report) => number): number =>
    reports.reduce((all, report) => all + pick(report), 0);
  const byState = Object.fromEntries(stateOrder.map(state => [state, sum(report => report.byState[state])]));
  return {
    recipients: sum(report => report.recipients),
    byState: byState as Record<DeliveryState, number>,
    reasons: reasonsOf(reports),
    clicked: sum(report => report.clicked),
    redeemed: sum(report => report.redeemed),
  };
};
