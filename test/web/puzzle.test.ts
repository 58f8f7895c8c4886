import { describe, expect, it } from 'vitest';
import { posePuzzle, puzzleTarget, solvedUntil, type Puzzle } from '../../lambdas/domain/puzzle.ts';
import { deriveInBrowser, readPuzzle, solvePuzzle, type Solving } from '../../web/shopper/puzzle.ts';

const puzzle: Puzzle = {
  id: 'pzl_known_vector',
  iterations: 1000,
  target: '',
  most: 50,
  expiresAt: '2026-11-21T15:02:00.000Z',
};
const solving = (more: Partial<Solving> = {}): Solving => ({
  derive: deriveInBrowser,
  signal: new AbortController().signal,
  tried: () => undefined,
  ...more,
});

describe('the puzzle before a message', () => {
  it('is the same arithmetic here and at the API', async () => {
    const known = 'XnUvmK-y_ZsrwHCViAwO-w';
    expect(puzzleTarget(puzzle.id, 1000, 42)).toBe(known);
    expect(await deriveInBrowser(puzzle, 42)).toBe(known);
    for (const n of [0, 7, 999])
      expect(await deriveInBrowser(puzzle, n)).toBe(puzzleTarget(puzzle.id, 1000, n));
  });

  it('is posed by the API, solved here, and taken by the API', async () => {
    const rules = { iterations: 1000, most: 40, lifeSeconds: 120 };
    const seed = () => 39 + 40 * 1000;
    const nowMs = Date.now();
    const posed = posePuzzle(rules, seed, 'who', 'nonce-of-16-bytes', nowMs);
    const counts: number[] = [];
    const heard = readPuzzle({ puzzle: posed });
    const solution = await solvePuzzle(heard ?? puzzle, solving({ tried: count => counts.push(count) }));
    expect(solution).toBe(39);
    expect(solvedUntil(rules, seed, 'who', { id: posed.id, solution: 39 }, nowMs)).toBeGreaterThan(nowMs);
    expect(counts).toEqual(Array.from({ length: 40 }, (_, place) => place + 1));
  });

  it('is given up when nothing fits', async () => {
    expect(await solvePuzzle({ ...puzzle, iterations: 1, target: 'nothing' }, solving())).toBeUndefined();
  });

  it('stops on the way when it is ended', async () => {
    const ending = new AbortController();
    let derived = 0;
    const derive = async () => {
      derived += 1;
      if (derived === 10) ending.abort();
      return Promise.resolve('other');
    };
    expect(await solvePuzzle(puzzle, solving({ derive, signal: ending.signal }))).toBeUndefined();
    expect(derived).toBeLessThan(20);
  });

  it('keeps a few derivations in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const derive = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise(resolve => setTimeout(resolve));
      inFlight -= 1;
      return 'other';
    };
    await solvePuzzle(puzzle, solving({ derive }));
    expect(most).toBe(4);
  });

  it.each([undefined, null, 'text', {}, { ...puzzle, most: '50' }, { ...puzzle, id: 1 }])(
    'that makes no sense is none: %j',
    odd => {
      expect(readPuzzle({ puzzle: odd })).toBeUndefined();
    },
  );
});
