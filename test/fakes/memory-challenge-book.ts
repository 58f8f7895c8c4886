import type { Challenge, ChallengeBook } from '../../lambdas/domain/challenge.ts';
import { raiseAll, stopsBy } from './memory-counters.ts';
import type { VerificationStore } from './verification-store.ts';
import type { Wire } from './wire.ts';

type Start = Parameters<ChallengeBook['start']>;

/** The transaction of a start: all of it, or what stood in its way. */
function start(
  { challenges, counters, puzzles }: VerificationStore,
  ...[challenge, buckets, puzzle]: Start
): Awaited<ReturnType<ChallengeBook['start']>> {
  const before = challenges.get(challenge.challengeId);
  if (before !== undefined) return { before };
  if (puzzle !== undefined && puzzles.has(puzzle.id)) return 'puzzle_used';
  const stops = stopsBy(counters, buckets, puzzle !== undefined);
  if (stops.length > 0) return { stops };
  challenges.set(challenge.challengeId, challenge);
  if (puzzle !== undefined) puzzles.add(puzzle.id);
  raiseAll(counters, buckets);
  return 'counted';
}

function isTry(challenge: Challenge, browser: Challenge['browser'], most: number, nowMs: number): boolean {
  const { state, tries, expiresAtMs } = challenge;
  return state === 'pending' && tries < most && expiresAtMs > nowMs && challenge.browser === browser;
}

/** The transaction of a further message. */
function countSend(
  { challenges, counters }: VerificationStore,
  ...[before, nowMs, nextSendAtMs, buckets]: Parameters<ChallengeBook['countSend']>
): Awaited<ReturnType<ChallengeBook['countSend']>> {
  const standing = challenges.get(before.challengeId);
  if (standing?.state !== 'pending' || standing.sentAtMs.length !== before.sentAtMs.length)
    return 'moved_meanwhile';
  const stops = stopsBy(counters, buckets, true);
  if (stops.length > 0) return { stops };
  const { unsent: _unsent, ...kept } = standing;
  challenges.set(before.challengeId, { ...kept, nextSendAtMs, sentAtMs: [...kept.sentAtMs, nowMs] });
  raiseAll(counters, buckets);
  return 'counted';
}

/** Challenges in memory, started and sent again in one transaction with the counters of few people. */
export function makeMemoryChallengeBook(store: VerificationStore, wire: Wire): ChallengeBook {
  const { challenges } = store;
  return {
    start: (...wish) =>
      wire({ verb: 'transact', about: `start ${wish[0].challengeId}` }, () => start(store, ...wish)),
    noteUnsent: id =>
      wire({ verb: 'update', about: `unsent ${id}` }, () => {
        const challenge = challenges.get(id);
        if (challenge !== undefined) challenges.set(id, { ...challenge, unsent: true });
      }),
    countTry: (id, browser, most, nowMs) =>
      wire({ verb: 'update', about: `try ${id}` }, () => {
        const challenge = challenges.get(id);
        if (challenge === undefined || !isTry(challenge, browser, most, nowMs))
          return { counted: false, challenge };
        const tried = { ...challenge, tries: challenge.tries + 1 };
        challenges.set(id, tried);
        return { counted: true, challenge: tried };
      }),
    countSend: (...wish) =>
      wire({ verb: 'transact', about: `send again ${wish[0].challengeId}` }, () => countSend(store, ...wish)),
    find: id => wire({ verb: 'get', about: `challenge ${id}` }, () => challenges.get(id)),
  };
}
