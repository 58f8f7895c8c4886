import { puzzleTarget, type Puzzle, type Solution } from '../../lambdas/domain/puzzle.ts';
import type { Answered, BrowserLike } from './browser-like.ts';

/** The puzzle in an answer that asks for one; throws where none is asked for. */
export function puzzleIn({ status, body, text }: Answered): Puzzle {
  if (status !== 403 || body['code'] !== 'challenge.proof_required')
    throw new Error(`no puzzle in ${status} ${text}`);
  return body['puzzle'] as Puzzle;
}

/** Solves a puzzle as the page does: tries every number until one fits. */
export function solve({ id, iterations, target, most }: Puzzle): Solution {
  for (let solution = 0; solution < most; solution += 1)
    if (puzzleTarget(id, iterations, solution) === target) return { id, solution };
  throw new Error('the puzzle has no solution');
}

/** Asks for a code, and where a puzzle is asked for, solves it and asks again. */
export async function startSolving(browser: BrowserLike, phone: string): Promise<Answered> {
  const first = await browser.post('/v1/challenges', { phone });
  if (first.body['code'] !== 'challenge.proof_required') return first;
  return browser.post('/v1/challenges', { phone, puzzle: solve(puzzleIn(first)) });
}
