import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import { ask, askAgain, botAddress, lastCode, newcomer, numberIn, type, type Visitor } from './visitor.ts';
import { dayMs, startMs, type World } from './world.ts';

/**
 * How somebody asks for codes that nobody types: from how many addresses, to how many blocks of numbers, from when on,
 * every how many milliseconds, for how long. `resends` is how often each message is asked for again, `decoys` how many
 * numbers of their own the pumpers answer from in between, to look like people, every time they may.
 */
export type Pump = {
  readonly addresses: 'one' | 'many';
  readonly blocks: 'one' | 'many';
  readonly fromMs?: number;
  readonly everyMs: number;
  readonly forMs: number;
  readonly resends?: number;
  readonly decoys?: number;
  readonly solves?: boolean;
  readonly country?: string;
};

/** How often a pump asked, when each message went out that nobody answered (milliseconds), and how many it answered itself. */
export type Pumped = { readonly asked: number; readonly sentAtMs: number[]; answered: number };

/** The pumped numbers lie in blocks that no honest person has. */
const pumpedBlock = (n: number) => `8160${String(n % 10_000).padStart(4, '0')}`;

async function pumpOnce(world: World, bot: Visitor, resends: number, pumped: Pumped): Promise<void> {
  const say = () => pumped.sentAtMs.push(world.timeline.nowMs);
  const { answer } = await ask(world, bot);
  if (isRefusal(answer)) return;
  say();
  for (const waitSeconds of world.rules.resendWaitSeconds.slice(0, resends)) {
    await world.wait(waitSeconds * 1000);
    if (!isRefusal(await askAgain(world, bot, answer.challengeId))) say();
  }
}

/** Asks for a code to a number the pumpers hold, and types it. */
async function decoyOnce(world: World, decoy: Visitor, pumped: Pumped): Promise<void> {
  const { answer } = await ask(world, decoy);
  if (isRefusal(answer)) return;
  pumped.answered += 1;
  await type(world, decoy, answer.challengeId, lastCode(world, decoy));
}

/** Puts a pump on the timeline; what it achieved can be read when the timeline has played. */
export function plan(world: World, pump: Pump): Pumped {
  const { addresses, blocks, fromMs = startMs, everyMs, forMs, resends = 0, decoys = 0 } = pump;
  const { solves = true, country = 'JP' } = pump;
  const asked = Math.floor(forMs / everyMs);
  const pumped: Pumped = { asked, sentAtMs: [], answered: 0 };
  const base = world.next();
  const from = (n: number) => (addresses === 'one' ? `203.0.113.${base % 256}` : botAddress(n));
  for (let n = 0; n < asked; n += 1) {
    const block = pumpedBlock(blocks === 'one' ? 9000 + (base % 1000) : n % 9000);
    const bot = { ...newcomer(world, numberIn(block, n), from(n), solves), country };
    world.timeline.at(fromMs + n * everyMs, () => void pumpOnce(world, bot, resends, pumped));
    if (n >= 5 * decoys) continue;
    const decoy = newcomer(world, numberIn(`8150${base % 1000}${n % decoys}`, 1), from(n));
    world.timeline.at(fromMs + n * everyMs, () => void decoyOnce(world, decoy, pumped));
  }
  return pumped;
}

/** The most messages within any stretch of `spanMs` milliseconds. */
export function mostWithin({ sentAtMs }: Pumped, spanMs: number): number {
  const sorted = sentAtMs.toSorted((a, b) => a - b);
  let [most, from] = [0, 0];
  for (const [place, atMs] of sorted.entries()) {
    while ((sorted[from] ?? atMs) <= atMs - spanMs) from += 1;
    most = Math.max(most, place - from + 1);
  }
  return most;
}

/** No campaign gets more messages than this in a day, whatever its pace and wherever the day begins. */
export const stoppedWithin = 50;

/** What a pump shows to be wrong: too many messages, or more of them unanswered than answering could buy. */
export function brokenByPump(pump: Pump, pumped: Pumped): string[] {
  const where = pump.addresses === 'one' ? 'from one address' : 'to one block';
  const most = mostWithin(pumped, dayMs) - pumped.answered;
  return most > stoppedWithin ? [`${most} messages ${where} in a day`] : [];
}
