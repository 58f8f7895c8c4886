import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import { posePuzzle, puzzleTarget, solvedUntil, type Puzzle } from '../../lambdas/domain/puzzle.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';

const small = { iterations: 3, most: 60, lifeSeconds: 120 };
const { puzzleSeed } = makePepper('a pepper');
const nonce = 'abcdefghijklmnop';
const nowMs = Date.UTC(2026, 10, 23, 9, 0, 0, 250);
const whose = 'index|browser';

const pose = (boundTo = whose) => posePuzzle(small, puzzleSeed, boundTo, nonce, nowMs);

/** Every answer that fits, found as a page finds it. */
function search({ id, iterations, target, most }: Puzzle): number[] {
  return Array.from({ length: most }, (_, n) => n).filter(n => puzzleTarget(id, iterations, n) === target);
}

function answerTo(puzzle: Puzzle): number {
  const [answer] = search(puzzle);
  if (answer === undefined) throw new Error('a puzzle without an answer');
  return answer;
}

describe('a puzzle', () => {
  test('has one answer below its most, which is taken until the puzzle ends', () => {
    const puzzle = pose();
    expect(search(puzzle)).toHaveLength(1);
    const solution = { id: puzzle.id, solution: answerTo(puzzle) };
    const endsAtMs = Date.parse(puzzle.expiresAt);
    expect(endsAtMs - nowMs).toBeGreaterThanOrEqual(small.lifeSeconds * 1000);
    expect(endsAtMs - nowMs).toBeLessThan((small.lifeSeconds + 1) * 1000);
    expect(solvedUntil(small, puzzleSeed, whose, solution, nowMs)).toBe(endsAtMs);
    expect(solvedUntil(small, puzzleSeed, whose, solution, endsAtMs - 1)).toBe(endsAtMs);
    expect(solvedUntil(small, puzzleSeed, whose, solution, endsAtMs)).toBeUndefined();
  });

  test('takes no other answer', () => {
    const puzzle = pose();
    const answer = answerTo(puzzle);
    const others = Array.from({ length: 2 * small.most }, (_, n) => n).filter(n => n !== answer);
    const taken = others.filter(
      solution => solvedUntil(small, puzzleSeed, whose, { id: puzzle.id, solution }, nowMs) !== undefined,
    );
    expect(taken).toEqual([]);
  });

  test('is for one number in one browser, and posed by nobody but us', () => {
    const wide = { ...small, most: 2 ** 32 };
    const puzzle = posePuzzle({ ...wide, iterations: 1 }, puzzleSeed, whose, nonce, nowMs);
    const solution = { id: puzzle.id, solution: puzzleSeed(puzzle.id, whose) };
    const taken = (boundTo: string, seed = puzzleSeed) => solvedUntil(wide, seed, boundTo, solution, nowMs);
    expect(taken(whose)).toBeDefined();
    expect([
      taken('index|other'),
      taken('other|browser'),
      taken(whose, makePepper('other').puzzleSeed),
    ]).toEqual([undefined, undefined, undefined]);
  });

  test('cannot be made to last: its end is in its id, and its answer in both', () => {
    const wide = { ...small, most: 2 ** 32 };
    const puzzle = pose();
    const solution = puzzleSeed(puzzle.id, whose);
    const later = `pzl_${(Date.parse(puzzle.expiresAt) / 1000 + 3600).toString(36)}_${nonce}`;
    expect(solvedUntil(wide, puzzleSeed, whose, { id: later, solution }, nowMs)).toBeUndefined();
  });

  test('of any other form is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `pzl_${text}`),
        ),
        id => {
          const solution = puzzleSeed(id, whose) % small.most;
          const endsAtMs = solvedUntil(small, puzzleSeed, whose, { id, solution }, nowMs);
          return endsAtMs === undefined || /^pzl_[0-9a-z]{1,9}_[\w-]{16,32}$/u.test(id);
        },
      ),
    );
  });

  test('hides what the browser’s own PBKDF2 finds', async () => {
    const { iterations, most } = verificationRules.puzzle;
    const puzzle = posePuzzle(verificationRules.puzzle, () => 4_294_967_295, whose, nonce, nowMs);
    const answer = 4_294_967_295 % most;
    const bytes = (text: string) => new TextEncoder().encode(text);
    const key = await webcrypto.subtle.importKey('raw', bytes(String(answer)), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const salt = bytes(puzzle.id);
    const bits = await webcrypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
      key,
      128,
    );
    expect(Buffer.from(bits).toString('base64url')).toBe(puzzle.target);
  });

  test('takes half of its most on average, wherever its id comes from', () => {
    const { most } = verificationRules.puzzle;
    const answers = Array.from({ length: 5000 }, (_, n) => puzzleSeed(`pzl_${n}`, whose) % most);
    const mean = answers.reduce((sum, answer) => sum + answer, 0) / answers.length;
    expect(Math.abs(mean / most - 0.5)).toBeLessThan(0.02);
    expect(new Set(answers).size).toBeGreaterThan(0.95 * most);
  });
});
