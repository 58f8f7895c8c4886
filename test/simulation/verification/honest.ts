import type { ChallengeId } from '../../../lambdas/domain/ids.ts';
import { isRefusal, type Refusal } from '../../../lambdas/domain/refusal.ts';
import type { Random } from '../random.ts';
import { ask, askAgain, lastCode, newcomer, numberIn, type, type Visitor } from './visitor.ts';
import { hourMs, startMs, type World } from './world.ts';

/** How many come in an hour, how many of them through one shared address, for how many hours, and who never answers. */
export type Crowd = {
  readonly perHour: number;
  readonly sharedPerHour: number;
  readonly hours: number;
  readonly silent: number;
};

/** What became of a crowd. `refused` names each "no" that anybody heard for good; puzzles were solved by their page. */
export type Served = {
  people: number;
  puzzled: number;
  verified: number;
  silent: number;
  resends: number;
  typos: number;
  readonly refused: Map<string, number>;
};

/** Milliseconds until somebody types the code: mostly half a minute, for some more than two. */
function answerMs({ weighted, between }: Random): number {
  return weighted([
    [60, () => between(8_000, 40_000)],
    [30, () => between(40_000, 90_000)],
    [10, () => between(90_000, 160_000)],
  ])();
}

/** A block of the 8,000 that a region's numbers come from; the fullest are nine times as likely as the emptiest. */
function blockOf(random: Random): string {
  for (;;) {
    const place = random.between(0, 7999);
    const fullness = 0.2 + 1.6 * (((place * 7919) % 8000) / 8000);
    if (random.next() * 1.8 > fullness) continue;
    const carrier = ['8170', '8180', '8190'][place % 3] ?? '';
    return `${carrier}${String(1000 + place).padStart(4, '0')}`;
  }
}

const note = ({ refused }: Served, { refused: code }: Refusal) =>
  refused.set(code, (refused.get(code) ?? 0) + 1);

/** Asks for the same code again after some time. */
async function askLater(world: World, visitor: Visitor, id: ChallengeId, waitMs: number, served: Served) {
  await world.wait(waitMs);
  served.resends += 1;
  const again = await askAgain(world, visitor, id);
  if (isRefusal(again)) note(served, again);
}

/** Whoever never answers waits for the message, perhaps asks once or twice more, and goes. */
async function giveUp(world: World, visitor: Visitor, id: ChallengeId, served: Served): Promise<void> {
  served.silent += 1;
  for (const waitMs of [45_000, 80_000]) {
    if (!world.random.chance(0.4)) return;
    await askLater(world, visitor, id, waitMs, served);
  }
}

/** Types the code that came, wrongly first now and then. */
async function answer(world: World, visitor: Visitor, id: ChallengeId, served: Served): Promise<void> {
  const { random } = world;
  if (random.chance(0.12)) await askLater(world, visitor, id, 45_000, served);
  await world.wait(answerMs(random));
  const code = lastCode(world, visitor);
  const typos = random.weighted([
    [90, 0],
    [8, 1],
    [2, 2],
  ]);
  for (let typo = 0; typo < typos; typo += 1) {
    served.typos += 1;
    await type(
      world,
      visitor,
      id,
      code.replace(/^./u, digit => String((Number(digit) + 1) % 10)),
    );
    await world.wait(6000);
  }
  const confirmed = await type(world, visitor, id, code);
  if (isRefusal(confirmed)) note(served, confirmed);
  else served.verified += 1;
}

async function visit(world: World, visitor: Visitor, isSilent: boolean, served: Served): Promise<void> {
  served.people += 1;
  const { answer: started, isPuzzled } = await ask(world, visitor);
  served.puzzled += isPuzzled ? 1 : 0;
  if (isRefusal(started)) note(served, started);
  else await (isSilent ? giveUp : answer)(world, visitor, started.challengeId, served);
}

/** Puts a crowd on the timeline, each hour's people at moments of chance; what became of them can be read afterwards. */
export function invite(
  world: World,
  { perHour, sharedPerHour, hours, silent }: Crowd,
  fromMs = startMs,
): Served {
  const { random, timeline } = world;
  const served: Served = {
    people: 0,
    puzzled: 0,
    verified: 0,
    silent: 0,
    resends: 0,
    typos: 0,
    refused: new Map(),
  };
  for (let person = 0; person < perHour * hours; person += 1) {
    const isShared = person % perHour < sharedPerHour;
    const address = isShared
      ? '198.51.100.1'
      : `172.${16 + (person >> 16)}.${(person >> 8) & 255}.${person & 255}`;
    const visitor = newcomer(world, numberIn(blockOf(random), person), address);
    const isSilent = random.chance(silent);
    const atMs = fromMs + Math.floor(person / perHour) * hourMs + random.between(0, hourMs - 1);
    timeline.at(atMs, () => void visit(world, visitor, isSilent, served));
  }
  return served;
}

/** What a crowd shows to be wrong: who was turned away, by the answer they heard. */
export const brokenByCrowd = ({ refused }: Served): string[] =>
  [...refused].map(([code, people]) => `${people} were turned away with ${code}`);
