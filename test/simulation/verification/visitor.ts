import { challengeId, type ChallengeId, type SecretHash } from '../../../lambdas/domain/ids.ts';
import { hashOfSecret } from '../../../lambdas/domain/pepper.ts';
import { PhoneNumber } from '../../../lambdas/domain/phone-number.ts';
import type { Solution } from '../../../lambdas/domain/puzzle.ts';
import { policyVersion } from '../../../lambdas/domain/policy-text.ts';
import { isRefusal, type Refusal } from '../../../lambdas/domain/refusal.ts';
import type { Confirmed } from '../../../lambdas/shopper/register-shopper.ts';
import type { Started } from '../../../lambdas/shopper/send-code.ts';
import type { World } from './world.ts';

/** Who stands before a page: the number they type, their browser, where they come from, and whether it solves puzzles. */
export type Visitor = {
  readonly e164: string;
  readonly browser: SecretHash;
  readonly address: string;
  readonly solves: boolean;
  readonly country?: string;
};

/** A visitor with a browser that nobody has seen. */
export function newcomer(world: World, e164: string, address: string, solves = true): Visitor {
  return { e164, address, solves, browser: hashOfSecret(`browser ${world.next()}`) };
}

/** The n-th address of a botnet, each in a network of its own. */
export const botAddress = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** A number by its block (`81901234`) and its last four digits. */
export const numberIn = (block: string, rest: number) => `+${block}${String(rest % 10_000).padStart(4, '0')}`;

const phoneOf = ({ e164, country = 'JP' }: Visitor) => new PhoneNumber(e164, country);

/** The code in the last message that came to a visitor's phone. */
export const lastCode = ({ lastCodes }: World, { e164 }: Visitor) => lastCodes.get(e164) ?? '';

/** What solving comes to; the search itself is tried in test/domain/puzzle.test.ts and would take half a second each time. */
async function solve({ pepper, keys, rules }: World, id: string, visitor: Visitor): Promise<Solution> {
  const boundTo = `${await keys.indexer.index(phoneOf(visitor))}|${visitor.browser}`;
  return { id, solution: pepper.puzzleSeed(id, boundTo) % rules.puzzle.most };
}

/** Asks for a code, and solves the puzzle where one is asked for; how that was answered, and whether there was a puzzle. */
export async function ask(
  world: World,
  visitor: Visitor,
): Promise<{ answer: Started | Refusal; isPuzzled: boolean }> {
  const { browser, address } = visitor;
  const wish = () => ({
    challengeId: challengeId(`chl_${world.next()}`),
    number: phoneOf(visitor),
    browser,
    address,
    locale: 'ja' as const,
    nowMs: world.timeline.nowMs,
  });
  const answer = await world.start({ ...wish(), puzzle: undefined });
  if (!isRefusal(answer) || answer.refused !== 'challenge.proof_required')
    return { answer, isPuzzled: false };
  if (!visitor.solves) return { answer, isPuzzled: true };
  await world.wait(1500);
  const { puzzle } = answer.facts;
  if (typeof puzzle !== 'object') throw new Error('a puzzle was expected');
  const solution = await solve(world, String(puzzle['id']), visitor);
  return { answer: await world.start({ ...wish(), puzzle: solution }), isPuzzled: true };
}

/** Asks for the same code again. */
export function askAgain(world: World, visitor: Visitor, id: ChallengeId): Promise<Started | Refusal> {
  const { browser, address } = visitor;
  return world.resend({
    challengeId: id,
    number: phoneOf(visitor),
    browser,
    address,
    nowMs: world.timeline.nowMs,
  });
}

/** Types a code. */
export function type(
  world: World,
  visitor: Visitor,
  id: ChallengeId,
  code: string,
): Promise<Confirmed | Refusal> {
  const { browser, address } = visitor;
  return world.confirm({
    challengeId: id,
    number: phoneOf(visitor),
    code,
    browser,
    address,
    wantsDelivery: true,
    policyVersion,
    locale: 'ja',
    replayKey: undefined,
    nowMs: world.timeline.nowMs,
  });
}
