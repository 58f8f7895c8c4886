import { resendWaitMs, type Challenge } from '../domain/challenge.ts';
import type { Dice } from '../domain/dice.ts';
import type { ChallengeId } from '../domain/ids.ts';
import type { NumberIndex } from '../domain/phone-number.ts';
import { posePuzzle, solvedUntil, type PuzzleSeed, type Solution } from '../domain/puzzle.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { Stop } from '../domain/send-rules.ts';
import { countSend, denialOf, type Send } from './count-send.ts';
import { knowSender, type Asking } from './know-sender.ts';
import {
  maybeUnsent,
  orNotSent,
  recordSend,
  sendCode,
  type SendCodeDeps,
  type SendDecision,
  type Started,
} from './send-code.ts';

/** What starting needs beside sending: how puzzles are posed. */
export type StartDeps = SendCodeDeps & { readonly puzzleSeed: PuzzleSeed; readonly dice: Dice };

/** A request to prove a number, with the puzzle solved for it where one was asked for. */
export type StartChallenge = Asking & {
  readonly challengeId: ChallengeId;
  readonly locale: Challenge['locale'];
  readonly puzzle: Solution | undefined;
  readonly nowMs: number;
};

function draftChallenge(
  { rules }: StartDeps,
  { challengeId, browser, locale, nowMs }: StartChallenge,
  index: NumberIndex,
): Challenge {
  return {
    challengeId,
    index,
    browser,
    locale,
    state: 'pending',
    tries: 0,
    sentAtMs: [nowMs],
    nextSendAtMs: nowMs + resendWaitMs(rules, 1),
    expiresAtMs: nowMs + rules.lifeSeconds * 1000,
  };
}

/** The answer to a request that came again under its Idempotency-Key: what the first one got, and no second message. */
function repeat(before: Challenge, now: Challenge): Started | Refusal {
  if (before.index !== now.index || before.browser !== now.browser) return refuse('idempotency.key_reused');
  return before.unsent ? maybeUnsent(before) : before;
}

/** What a puzzle is bound to: solved for one number in one browser, it opens nothing else. */
const boundTo = ({ index, browser }: Challenge) => `${index}|${browser}`;

function askForProof(deps: StartDeps, challenge: Challenge, nowMs: number): Refusal {
  const nonce = Buffer.from(deps.dice(12)).toString('base64url');
  const puzzle = posePuzzle(deps.rules.puzzle, deps.puzzleSeed, boundTo(challenge), nonce, nowMs);
  return refuse('challenge.proof_required', { puzzle });
}

/** A request that came again may be stopped by a counter of many that its first coming filled: those are asked before the challenge is. */
async function stopOrRepeat(
  deps: StartDeps,
  decision: SendDecision,
  stop: Stop,
  challenge: Challenge,
): Promise<Started | Refusal> {
  const before = await deps.challenges.find(challenge.challengeId);
  if (before !== undefined) return repeat(before, challenge);
  recordSend(deps, decision, { challengeId: challenge.challengeId, result: 'stopped' });
  const { nowMs } = decision.send;
  return stop.verdict === 'challenge' ? askForProof(deps, challenge, nowMs) : denialOf(stop, nowMs);
}

/** Counts the start; where it may take place, the decision to send. */
async function count(
  deps: StartDeps,
  wish: StartChallenge,
): Promise<{ challenge: Challenge; decision: SendDecision } | Started | Refusal> {
  const { nowMs, puzzle } = wish;
  const index = await deps.indexer.index(wish.number);
  const challenge = draftChallenge(deps, wish, index);
  const endsAtMs =
    puzzle && solvedUntil(deps.rules.puzzle, deps.puzzleSeed, boundTo(challenge), puzzle, nowMs);
  const used = puzzle && endsAtMs !== undefined ? { id: puzzle.id, endsAtMs } : undefined;
  const sender = await knowSender(deps, wish, index);
  const send: Send = { sender, hasProof: used !== undefined, nowMs };
  const { outcome, ruling } = await countSend(deps, send, narrow =>
    deps.challenges.start(challenge, narrow, used),
  );
  const decision: SendDecision = { kind: 'start', send, ruling };
  if (outcome === 'counted') return { challenge, decision };
  if (outcome === 'puzzle_used') {
    recordSend(deps, decision, { challengeId: challenge.challengeId, result: 'puzzle_used' });
    return askForProof(deps, challenge, nowMs);
  }
  return 'before' in outcome
    ? repeat(outcome.before, challenge)
    : stopOrRepeat(deps, decision, outcome.stop, challenge);
}

/** Starts a verification: count, keep the challenge, send. Fails closed: no counter, no message (verification.md §8). */
export function makeStartChallenge(deps: StartDeps) {
  return async (wish: StartChallenge): Promise<Started | Refusal> => {
    const counted = await orNotSent(deps, () => count(deps, wish));
    if (isRefusal(counted) || !('decision' in counted)) return counted;
    return sendCode(deps, wish.number, counted.challenge, counted.decision);
  };
}
