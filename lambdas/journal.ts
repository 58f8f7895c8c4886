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
  'rotation.overdue': 'The custodian’s login is older than the stage allows.',
  'rotation.stuck': 'A step of the rotation has not come on for two hours.',
  'login.trust_repaired': 'A deploy had put the custodian’s trust back; it was repaired.',
  'login.trust_foreign':
    'The custodian’s trust was neither ours nor the template’s; it was repaired and sessions revoked.',
  'readings.over_limit': 'A person wanted to read more numbers in a day than the stage allows.',
  'readings.unregistered': 'Numbers opened and register rows of a day differ.',
  'archive.overdue': 'The heads of the registers have not been put away in time.',
  'archive.forked': 'A register no longer continues what was put away of it.',
} as const;

/** The code of a log line. */
export type JournalCode = keyof typeof journalCodes;

/** Codes that say that the promise about who reads numbers is not being kept up; an alarm counts them. */
export const custodyCodes = [
  'rotation.overdue',
  'rotation.stuck',
  'login.trust_repaired',
  'login.trust_foreign',
  'readings.over_limit',
  'readings.unregistered',
  'archive.overdue',
  'archive.forked',
] as const satisfies readonly JournalCode[];

/** Writes one line of JSON. */
export type Journal = (
  code: JournalCode,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** The journal of a running function: one JSON line on standard output per event. */
export const journal: Journal = (code, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ code, ...fields })}\n`);
};
