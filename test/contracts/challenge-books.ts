import { expect, test } from 'vitest';
import type { Bucket } from '../../lambdas/domain/send-rules.ts';
import type { VerificationBooks } from './open-books.ts';
import { beginMs, someBucket, someChallenge, someHash, somePuzzle } from './starts.ts';

type Open = () => VerificationBooks;

/** Starts a challenge of its own against some counters, with a puzzle of its own where there is `proof`. */
function startOn({ challenges }: VerificationBooks, buckets: readonly Bucket[], proof = false) {
  return challenges.start(someChallenge(), buckets, proof ? somePuzzle() : undefined);
}

/** What is said where one counter says no. */
function stopOf({ rule, endsAtMs }: Bucket, verdict: 'challenge' | 'deny') {
  return { stops: [{ rule: rule.id, verdict, endsAtMs }] };
}

function startContract(open: Open): void {
  test('a challenge that was started is found as it was', async () => {
    const { challenges } = open();
    const challenge = someChallenge({ locale: 'en' });
    expect(await challenges.find(challenge.challengeId)).toBeUndefined();
    expect(await challenges.start(challenge, [someBucket(1)], undefined)).toBe('counted');
    expect(await challenges.find(challenge.challengeId)).toEqual(challenge);
  });

  test('a start that comes again is told what stands, and counts nothing', async () => {
    const books = open();
    const bucket = someBucket(2);
    const challenge = someChallenge();
    const again = { ...challenge, tries: 3, browser: someHash() };
    await books.challenges.start(challenge, [bucket], undefined);
    expect(await books.challenges.start(again, [bucket], undefined)).toEqual({ before: challenge });
    expect(await books.challenges.find(challenge.challengeId)).toEqual(challenge);
    expect(await startOn(books, [bucket])).toBe('counted');
    expect(await books.challenges.start(again, [bucket], undefined)).toEqual({ before: challenge });
    expect(await startOn(books, [bucket])).toEqual(stopOf(bucket, 'deny'));
  });

  test('a stopped start leaves nothing behind: no challenge, no puzzle used, no other counter raised', async () => {
    const books = open();
    const [full, other, puzzle] = [someBucket(1), someBucket(1, { id: 'other-rule' }), somePuzzle()];
    await startOn(books, [full]);
    const challenge = someChallenge();
    const stopped = await books.challenges.start(challenge, [other, full], puzzle);
    expect(stopped).toEqual(stopOf(full, 'deny'));
    expect(await books.challenges.find(challenge.challengeId)).toBeUndefined();
    expect(await books.challenges.start(challenge, [other], puzzle)).toBe('counted');
  });

  test('every full counter says so, in their order', async () => {
    const books = open();
    const [first, second] = [someBucket(1, { id: 'first' }), someBucket(2, { id: 'second', freely: 1 })];
    const roomy = someBucket(9);
    await startOn(books, [first, second]);
    expect(await startOn(books, [first, roomy, second])).toEqual({
      stops: [...stopOf(first, 'deny').stops, ...stopOf(second, 'challenge').stops],
    });
  });

  test('of many starts at once a counter lets as many pass as it has room for', async () => {
    const books = open();
    const bucket = someBucket(3);
    const outcomes = await Promise.all(Array.from({ length: 7 }, () => startOn(books, [bucket])));
    expect(outcomes.filter(outcome => outcome === 'counted')).toHaveLength(3);
    expect(outcomes.filter(outcome => outcome !== 'counted')).toEqual(
      Array.from({ length: 4 }, () => stopOf(bucket, 'deny')),
    );
  });
}

function puzzleContract(open: Open): void {
  test('a puzzle is used once, and a start that comes again hears of its own first', async () => {
    const books = open();
    const [bucket, puzzle, challenge] = [someBucket(2), somePuzzle(), someChallenge()];
    expect(await books.challenges.start(challenge, [bucket], puzzle)).toBe('counted');
    expect(await books.challenges.start(someChallenge(), [bucket], puzzle)).toBe('puzzle_used');
    expect(await books.challenges.start(challenge, [bucket], puzzle)).toEqual({ before: challenge });
    expect(await startOn(books, [bucket])).toBe('counted');
    expect(await startOn(books, [bucket])).toEqual(stopOf(bucket, 'deny'));
  });

  test('of two starts at once with one puzzle one takes place', async () => {
    const { challenges } = open();
    const puzzle = somePuzzle();
    const start = () => challenges.start(someChallenge(), [someBucket(1)], puzzle);
    expect((await Promise.all([start(), start()])).toSorted()).toEqual(['counted', 'puzzle_used']);
  });
}

function edgeContract(open: Open): void {
  test('anybody sends up to `freely`, who solves a puzzle up to `atMost`, and nobody beyond', async () => {
    const books = open();
    const bucket = someBucket(3, { freely: 1 });
    expect(await startOn(books, [bucket])).toBe('counted');
    expect(await startOn(books, [bucket])).toEqual(stopOf(bucket, 'challenge'));
    expect(await startOn(books, [bucket], true)).toBe('counted');
    expect(await startOn(books, [bucket], true)).toBe('counted');
    expect(await startOn(books, [bucket], true)).toEqual(stopOf(bucket, 'deny'));
    expect(await startOn(books, [bucket])).toEqual(stopOf(bucket, 'deny'));
  });

  test('a rule of mode challenge stops nobody who solves a puzzle, and one that only records stops nobody', async () => {
    const books = open();
    const asks = someBucket(1, { mode: 'challenge' });
    const notes = someBucket(1, { mode: 'record_only' });
    for (let send = 0; send < 3; send += 1) expect(await startOn(books, [asks, notes], true)).toBe('counted');
    expect(await startOn(books, [asks, notes])).toEqual(stopOf(asks, 'challenge'));
    expect(await startOn(books, [notes])).toBe('counted');
  });

  test('a counter that never has room denies the first already', async () => {
    const bucket = someBucket(0);
    expect(await startOn(open(), [bucket], true)).toEqual(stopOf(bucket, 'deny'));
    const set = someBucket(0, { counts: 'numbers' }, 'a');
    expect(await startOn(open(), [set])).toEqual(stopOf(set, 'deny'));
  });

  test('a number counts once where numbers are counted, and one that is in passes when all places are taken', async () => {
    const books = open();
    const bucket = someBucket(2, { counts: 'numbers' });
    const start = (member: string) => startOn(books, [{ ...bucket, member }]);
    expect([await start('a'), await start('a'), await start('b')]).toEqual(['counted', 'counted', 'counted']);
    expect(await start('c')).toEqual(stopOf(bucket, 'deny'));
    expect(await start('a')).toBe('counted');
  });
}

function resendContract(open: Open): void {
  test('a further message is added to those before, and doubt about the last one ends', async () => {
    const { challenges } = open();
    const before = someChallenge();
    await challenges.start(before, [], undefined);
    await challenges.noteUnsent(before.challengeId);
    expect(await challenges.find(before.challengeId)).toEqual({ ...before, unsent: true });
    const [nowMs, nextSendAtMs] = [beginMs + 30_000, beginMs + 90_000];
    expect(await challenges.countSend(before, nowMs, nextSendAtMs, [])).toBe('counted');
    const after = { ...before, nextSendAtMs, sentAtMs: [beginMs, nowMs] };
    expect(await challenges.find(before.challengeId)).toEqual(after);
  });

  test('of two resends at once one is counted, and one that was not seen coming is not', async () => {
    const { challenges } = open();
    const [before, unknown] = [someChallenge(), someChallenge()];
    const bucket = someBucket(9);
    await challenges.start(before, [bucket], undefined);
    const again = (challenge = before) => challenges.countSend(challenge, beginMs + 1, beginMs + 2, [bucket]);
    expect((await Promise.all([again(), again()])).toSorted()).toEqual(['counted', 'moved_meanwhile']);
    expect((await challenges.find(before.challengeId))?.sentAtMs).toEqual([beginMs, beginMs + 1]);
    expect(await again(unknown)).toBe('moved_meanwhile');
    expect(await challenges.find(unknown.challengeId)).toBeUndefined();
  });

  test('a resend needs no puzzle and stops where nobody may send', async () => {
    const { challenges } = open();
    const challenge = someChallenge();
    const bucket = someBucket(2, { freely: 1 });
    await challenges.start(challenge, [bucket], undefined);
    expect(await challenges.countSend(challenge, beginMs + 1, beginMs + 2, [bucket])).toBe('counted');
    const standing = { ...challenge, sentAtMs: [beginMs, beginMs + 1], nextSendAtMs: beginMs + 2 };
    const other = someBucket(1);
    expect(await challenges.countSend(standing, beginMs + 3, beginMs + 4, [other, bucket])).toEqual(
      stopOf(bucket, 'deny'),
    );
    expect(await challenges.find(challenge.challengeId)).toEqual(standing);
    expect(await challenges.countSend(standing, beginMs + 3, beginMs + 4, [other])).toBe('counted');
  });

  test('doubt about a challenge that is not there makes none', async () => {
    const { challenges } = open();
    const { challengeId } = someChallenge();
    await challenges.noteUnsent(challengeId);
    expect(await challenges.find(challengeId)).toBeUndefined();
  });
}

function triesContract(open: Open): void {
  test('of many tries at once as many count as there are, and each is told the challenge', async () => {
    const { challenges } = open();
    const challenge = someChallenge();
    const { challengeId, browser } = challenge;
    await challenges.start(challenge, [], undefined);
    const tried = await Promise.all(
      Array.from({ length: 8 }, () => challenges.countTry(challengeId, browser, 5, beginMs)),
    );
    const counted = tried.filter(one => one.counted).map(one => one.challenge?.tries ?? 0);
    expect(counted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    const refused = tried.filter(one => !one.counted).map(one => one.challenge);
    expect(refused).toEqual(Array.from({ length: 3 }, () => ({ ...challenge, tries: 5 })));
  });

  test('a try counts from the browser that started only, and until the challenge ends', async () => {
    const { challenges } = open();
    const challenge = someChallenge();
    const { challengeId, browser, expiresAtMs } = challenge;
    await challenges.start(challenge, [], undefined);
    const none = { counted: false, challenge };
    expect(await challenges.countTry(challengeId, someHash(), 5, beginMs)).toEqual(none);
    expect(await challenges.countTry(challengeId, browser, 5, expiresAtMs)).toEqual(none);
    const last = await challenges.countTry(challengeId, browser, 5, expiresAtMs - 1);
    expect(last).toEqual({ counted: true, challenge: { ...challenge, tries: 1 } });
    const unknown = await challenges.countTry(someChallenge().challengeId, browser, 5, beginMs);
    expect(unknown).toEqual({ counted: false, challenge: undefined });
  });
}

/** What every keeper of challenges does, with the counters of few people in its transactions. */
export function challengeBookContract(open: Open): void {
  startContract(open);
  puzzleContract(open);
  edgeContract(open);
  resendContract(open);
  triesContract(open);
}
