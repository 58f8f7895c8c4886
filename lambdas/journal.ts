/** What the log may say: a registry of codes, each with its sentence. Fields are ids and counts, never bodies. */
export const journalCodes = {
  'request.answered': 'A route answered.',
  'request.failed': 'A route met a surprise; the caller got a 500 with this request id.',
  'edge.refused': 'A call came around the distribution and was refused.',
  'challenge.sent': 'A code was handed to the carrier.',
  'challenge.not_sent': 'The carrier did not take a code, or may not have.',
  'campaign.gathered': 'The audience of a campaign is fixed.',
  'campaign.completed': 'Every lane of a campaign is done.',
  'lane.ordered': 'The pulse gave a lane its parts.',
  'lane.walked': 'A lane was walked.',
  'lane.held': 'A lane is held by somebody else; the order was dropped.',
  'order.stale': 'A lane order came too late and was dropped.',
  'order.malformed': 'A lane order could not be read and was dropped.',
  'delivery.in_doubt': 'A message may or may not have been sent.',
  'reading.done': 'A number was opened for a person at the desk.',
  'reading.refused': 'A reading was refused.',
  'archive.rooted': 'A root over the registers is archived.',
  'archive.adopted': 'A root that an earlier run archived is taken up.',
  'archive.forked': 'A root stands in the archive that does not follow the last one.',
  'archive.overdue': 'The registers were without a new root for more than two hours.',
} as const;

/** The code of a log line. */
export type JournalCode = keyof typeof journalCodes;

/** Writes one line of JSON. */
export type Journal = (
  code: JournalCode,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** The journal of a running function: one JSON line on standard output per event. */
export const journal: Journal = (code, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ code, ...fields })}\n`);
};
