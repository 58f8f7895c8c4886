/** What the log may say: a registry of codes, each with its sentence. Fields are ids and counts, never bodies. */
export const journalCodes = {
  'request.answered': 'A route answered.',
  'request.failed': 'A route met a surprise; the caller got a 500 with this request id.',
  'edge.refused': 'A call came around the distribution and was refused.',
  'challenge.sent': 'A code was handed to the carrier.',
  'challenge.decided': 'What was decided about a start, a resend or a check, and by which rules.',
  'challenge.uncounted': 'The counters could not be kept, so no code was sent or compared.',
  'budget.low': 'Four fifths of the codes of the day are sent; from here on everybody solves a puzzle first.',
  'budget.spent': 'A code was not sent: those of the day are used up.',
  'challenge.not_sent': 'The carrier did not take a code, or may not have.',
  'redemption.velocity':
    'A voucher, a clerk, a till session or a store was refused remarkably often within ten minutes.',
  'attempt.unrecorded': 'A refused attempt could not be noted; the refusal was answered all the same.',
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
  'readings.over_limit':
    'A person has read more numbers today than the stage allows for; the reading took place.',
  'shopper.suspended': 'A shopper was suspended at the desk.',
  'shopper.reinstated': 'The suspension of a shopper was ended at the desk.',
  'staff.left': 'A person of the staff was ended.',
  'leave.part_pending': 'A part of a leave could not be done yet; asking again brings it on.',
  'till.locked':
    'A person of a store typed wrong PINs at a till until it was locked to them; another try came.',
  'rotation.stepped': 'A step of a rotation is done.',
  'rotation.done':
    'A rotation is done: the old login and its sessions are dead, and the evidence is written.',
  'rotation.canary_missing': 'No canary has been sealed yet, so the new login cannot be tried.',
  'rotation.overdue': 'The planned rotation was missed; one begins now.',
  'rotation.stuck': 'A rotation has stayed in one step for two hours.',
  'login.trust_repaired': 'A deploy had put back an older trust or cut-off; it is as it should be again.',
  'login.trust_foreign':
    'Somebody changed the custodian’s trust, cut-off or login; it was put right and revoked.',
  'login.revoked_again': 'Sessions were refused once more, for those that a slow replica may have given.',
  'canary.sealed': 'The canary’s number was sealed.',
  'readings.reconciled':
    'Every number opened in a day has its row in the register, and every row its opening.',
  'readings.unregistered': 'Numbers opened and register rows of a day differ.',
  'archive.rooted': 'A root over the registers is archived.',
  'archive.adopted': 'A root that an earlier run archived is taken up.',
  'archive.forked': 'A root stands in the archive that does not follow the last one.',
  'archive.overdue': 'The registers were without a new root for more than two hours.',
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

/** Codes that say that codes are held back or soon will be; the alarm about verifying counts them. */
export const verifyingCodes = [
  'challenge.uncounted',
  'budget.low',
  'budget.spent',
] as const satisfies readonly JournalCode[];

/** Writes one line of JSON. */
export type Journal = (
  code: JournalCode,
  fields?: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;

/** The journal of a running function: one JSON line on standard output per event. */
export const journal: Journal = (code, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ code, ...fields })}\n`);
};
