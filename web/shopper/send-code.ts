import { isOpen, makeIntent, serverNowMs, type Api, type Problem } from '../paper/api.ts';
import type { Language } from '../paper/dictionary.ts';
import type { ChallengeStarted } from './answers.ts';
import { leftUntil } from './countdown.ts';
import { pending } from './kept.ts';
import type { Solution } from '../../lambdas/domain/puzzle.ts';
import { canDerive, deriveInBrowser, readPuzzle, solvePuzzle } from './puzzle.ts';

/** A wish for a code by SMS; `signal` ends the work on a puzzle, `tell` hears how far that is (0 to 1). */
export type SendCode = {
  readonly api: Pick<Api, 'post'>;
  readonly phone: string;
  readonly locale: Language;
  readonly signal: AbortSignal;
  readonly tell: (share: number) => void;
};

/** How sending ended; after `sent` the verification under way is kept for the code step. */
export type Sent = 'sent' | 'stopped' | Problem;

type Body = { readonly phone: string; readonly locale: Language; readonly puzzle?: Solution };

/** Puzzles solved for one message; whoever is asked for more is told to come back later. */
const mostPuzzles = 3;

/** One message is meant once, whichever language the page speaks meanwhile. */
const intent = makeIntent();
let unanswered: Body | undefined;

/** Asks for a code, working on the puzzle where the API wants one first (403 `challenge.proof_required`). */
export async function sendCode(wish: SendCode): Promise<Sent> {
  const { api, phone, locale, signal } = wish;
  let body: Body = unanswered?.phone === phone ? unanswered : { phone, locale };
  for (let puzzles = 0; ; puzzles += 1) {
    const answer = await api.post<ChallengeStarted>('/v1/challenges', body, { intent });
    unanswered = isOpen(answer) ? body : undefined;
    const started = answer.ok ? answer.value : startedAnyway(answer.problem);
    if (started !== undefined) {
      pending.write({ ...started, phone, unsure: !answer.ok });
      return 'sent';
    }
    if (answer.ok) continue;
    const puzzle = puzzles < mostPuzzles ? await solved(answer.problem, wish) : undefined;
    if (signal.aborted) return 'stopped';
    if (puzzle === undefined) return answer.problem;
    body = { phone, locale, puzzle };
  }
}

/** The solution that the refusal asks for; undefined when it asks for none or it cannot be found in time. */
async function solved({ code, facts }: Problem, { signal, tell }: SendCode): Promise<Solution | undefined> {
  const puzzle = code === 'challenge.proof_required' && canDerive() ? readPuzzle(facts) : undefined;
  const leftMs = puzzle === undefined ? 0 : leftUntil(puzzle.expiresAt, serverNowMs());
  if (puzzle === undefined || leftMs === 0) return undefined;
  tell(0);
  const solution = await solvePuzzle(puzzle, {
    derive: deriveInBrowser,
    signal: AbortSignal.any([signal, AbortSignal.timeout(leftMs)]),
    tried: count => tell(count / puzzle.most),
  });
  return solution === undefined ? undefined : { id: puzzle.id, solution };
}

/** A 503 that names its challenge: the carrier's answer was lost, the message may still arrive. */
function startedAnyway({ facts }: Problem): ChallengeStarted | undefined {
  const { challengeId, expiresAt, resendAt } = facts;
  if (typeof challengeId !== 'string' || typeof expiresAt !== 'string' || typeof resendAt !== 'string')
    return undefined;
  return { challengeId, expiresAt, resendAt };
}
