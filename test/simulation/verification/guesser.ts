import type { ChallengeId } from '../../../lambdas/domain/ids.ts';
import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import { verificationRules } from '../../../lambdas/domain/verification-rules.ts';
import type { Confirmed } from '../../../lambdas/shopper/register-shopper.ts';
import { ask, askAgain, botAddress, lastCode, newcomer, type, type Visitor } from './visitor.ts';
import { dayMs, hourMs, minuteMs, startMs, type Compare, type World } from './world.ts';

/** The number everybody is after. */
export const victim = '+819012345678';

/** What came of days of guessing. */
export type Guessing = {
  /** Guesses sent in, compared or not. */
  readonly guesses: number;
  readonly hits: number;
  /** The owner's own challenges; what is compared for them is no guess. */
  readonly owners: ReadonlySet<ChallengeId>;
  /** Per day, whether the owner was signed in from the browser that proved the number before. */
  readonly ownerServed: readonly boolean[];
};

const isTaken = (answer: Confirmed | { readonly refused: string }) => !isRefusal(answer);

/** A code somebody guesses. */
const guessOf = ({ random }: World) => String(random.between(0, 999_999)).padStart(6, '0');

/** One browser of the attacker's: starts, guesses in bursts from ever new addresses, asks again, and guesses on. */
async function attackOnce(world: World, say: (right: boolean) => void): Promise<void> {
  const { random, rules } = world;
  const freshAddress = () => botAddress(world.next());
  const bot = newcomer(world, victim, freshAddress());
  const { answer } = await ask(world, bot);
  if (isRefusal(answer)) return;
  const burst = () =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        const guess = await type(
          world,
          { ...bot, address: freshAddress() },
          answer.challengeId,
          guessOf(world),
        );
        say(isTaken(guess));
      }),
    );
  await burst();
  for (const waitSeconds of rules.resendWaitSeconds.slice(0, 3)) {
    await world.wait(waitSeconds * 1000 + random.between(0, 2000));
    await askAgain(world, { ...bot, address: freshAddress() }, answer.challengeId);
    await burst();
  }
}

/** The owner asks for a code and types what comes, mistyping now and then. */
async function signIn(world: World, owner: Visitor, owners: Set<ChallengeId>): Promise<boolean> {
  const { answer } = await ask(world, owner);
  if (isRefusal(answer)) return false;
  owners.add(answer.challengeId);
  const code = lastCode(world, owner);
  await world.wait(20_000);
  if (world.random.chance(0.5)) await type(world, owner, answer.challengeId, guessOf(world));
  return isTaken(await type(world, owner, answer.challengeId, code));
}

/**
 * Days of attack on one number: a hundred browsers a day, each with addresses of its own, some of them at once, each
 * guessing eight codes in parallel after every message. The owner has proven it once and signs in every day.
 */
export async function guess(world: World, days: number): Promise<Guessing> {
  const { timeline, random } = world;
  const ownerServed: boolean[] = [];
  const owners = new Set<ChallengeId>();
  let [guesses, hits] = [0, 0];
  const owner = newcomer(world, victim, '192.0.2.77');
  const signInAt = (atMs: number) =>
    timeline.at(atMs, () => void signIn(world, owner, owners).then(served => ownerServed.push(served)));
  signInAt(startMs);
  const say = (right: boolean) => {
    guesses += 1;
    hits += right ? 1 : 0;
  };
  for (let day = 0; day < days; day += 1) {
    const dayAtMs = startMs + day * dayMs;
    // From midnight on, so that the day's counters are full long before the owner comes.
    for (let bot = 0; bot < 100; bot += 1) {
      const wave = minuteMs + Math.floor(bot / 4) * (hourMs / 4) + random.between(0, 50);
      timeline.at(dayAtMs + wave, () => void attackOnce(world, say));
    }
    signInAt(dayAtMs + 12 * hourMs + random.between(0, 6 * hourMs));
  }
  await timeline.play(startMs + days * dayMs - 1, () => false);
  return { guesses, hits, owners, ownerServed };
}

/** The most that were compared together, by `groupOf`. */
function mostBy(compares: readonly Compare[], groupOf: (compare: Compare) => string): number {
  const counts = new Map<string, number>();
  for (const compare of compares) counts.set(groupOf(compare), (counts.get(groupOf(compare)) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** How many codes were compared for strangers: at most for one challenge, and for one number in one day. */
export function comparedFor(
  { compares }: World,
  { owners }: Guessing,
): { perChallenge: number; perDay: number } {
  const strangers = compares.filter(({ challengeId }) => !owners.has(challengeId));
  return {
    perChallenge: mostBy(strangers, ({ challengeId }) => challengeId),
    perDay: mostBy(strangers, ({ index, atMs }) => `${index}|${Math.floor(atMs / dayMs)}`),
  };
}

/** What a run of guessing shows to be wrong: more compared than the rules say, a hit, or an owner turned away. */
export function brokenByGuessing(world: World, guessing: Guessing): string[] {
  const { triesPerChallenge, failures } = verificationRules;
  const { perChallenge, perDay } = comparedFor(world, guessing);
  const away = guessing.ownerServed.filter(served => !served).length;
  return [
    perChallenge > triesPerChallenge ? `${perChallenge} codes were compared for one challenge` : '',
    perDay > failures.number.atMost ? `${perDay} codes were compared for one number in a day` : '',
    guessing.hits > 0 ? `${guessing.hits} guesses were right` : '',
    away > 0 ? `the owner was turned away on ${away} days` : '',
  ].filter(text => text !== '');
}
