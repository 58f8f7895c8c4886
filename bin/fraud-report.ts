import type { Conversion } from '../lambdas/domain/conversion.ts';
import type { ComparedRule, Messages, RulesComparison } from '../lambdas/domain/rules-comparison.ts';
import type { ReadDecisions } from './read-decisions.ts';

/** Columns of text, the first to the left, figures to the right. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map(row => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map(row => (row[column] ?? '').length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return cells.map(row => `  ${row.map(pad).join('  ')}`.trimEnd()).join('\n');
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const some = ({ messages, parts, answered }: Messages) =>
  `${messages} messages (${parts} parts), ${answered} of them answered`;

function conversions(heading: string, list: readonly Conversion[]): string {
  if (list.length === 0) return `${heading}: none with five messages or more`;
  const rows = list.map(({ name, messages, challenges, answered, share }) => [
    name,
    messages,
    challenges,
    answered,
    percent(share),
  ]);
  return `${heading}\n${table(['', 'messages', 'challenges', 'answered', 'came back'], rows)}`;
}

function ruleRow({ id, mode, isReplayed, stoppedThen, stoppedNow, puzzled, spared, noted }: ComparedRule) {
  const all = [stoppedThen, stoppedNow, puzzled.messages, spared.messages, spared.parts, spared.answered];
  const not = [noted.challenge.messages, noted.deny.messages, noted.deny.answered];
  return isReplayed
    ? [id, mode, ...all, ...not]
    : [`${id} *`, mode, stoppedThen, stoppedNow, ...all.slice(2), '', '', ''];
}

const ruleHead = [
  'rule',
  'mode',
  'stopped then',
  'now',
  'puzzled',
  'spared',
  'parts',
  'answered',
  'would puzzle',
  'would refuse',
  'answered',
];

function summary(comparison: RulesComparison): string[] {
  const { recorded, replayed, sent, puzzled, spared, eased, unknown, refusedChecks } = comparison;
  return [
    table(
      ['sends', 'allowed', 'puzzle', 'refused'],
      [
        ['then', recorded.allow, recorded.challenge, recorded.deny],
        ['under these rules', replayed.allow, replayed.challenge, replayed.deny],
      ],
    ),
    [
      `Sent then: ${some(sent)}.`,
      `Not sent under these rules: ${some(spared)}, by honest people who would have been turned away.`,
      `A puzzle first (taken to be solved): ${some(puzzled)}.`,
      `Without the puzzle that was solved then: ${eased}.`,
      `Stopped then and let pass by these rules: ${unknown}; whether their codes would have come back is unknown.`,
      `Codes compared then and refused unseen by these rules: ${refusedChecks.checks}, ${refusedChecks.right} of them right.`,
    ].join('\n'),
  ];
}

/** What a comparison says, as text for people. */
export function fraudReport(
  comparison: RulesComparison,
  { others, broken }: Omit<ReadDecisions, 'decisions'>,
): string {
  const { from, to, starts, resends, checks, rules, countries, prefixes } = comparison;
  const beyond = rules.filter(({ isReplayed }) => !isReplayed).map(({ id }) => id);
  return [
    `${starts} starts, ${resends} resends and ${checks} checks from ${from} to ${to}; ${others} other lines, ${broken} broken ones left out.`,
    ...summary(comparison),
    table(ruleHead, rules.map(ruleRow)),
    ...(beyond.length === 0
      ? []
      : [
          `* not replayed: ${beyond.join(', ')}. Names in records change every day, so no record can tell; what they stopped then stays stopped.`,
        ]),
    'Counters begin empty: the first hours, and for rules of a day the first day, count less than was counted then.',
    conversions('Countries where the fewest codes came back', countries),
    conversions('Blocks where the fewest codes came back (by day; names change daily)', prefixes),
  ].join('\n\n');
}
