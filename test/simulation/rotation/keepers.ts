import { makeKeepLogin, type RotationCall } from '../../../lambdas/custodian/keep-login.ts';
import { rotationId } from '../../../lambdas/domain/ids.ts';
import type { RotationBook } from '../../../lambdas/domain/login-rotation.ts';
import type { Journal } from '../../../lambdas/journal.ts';
import { makeMemoryRotationBook } from '../../fakes/memory-rotation-book.ts';
import type { Wire } from '../../fakes/wire.ts';
import { CallFailed, makeActor, type Actor } from '../actor.ts';
import { calm, type Weather } from '../weather.ts';
import { callers } from './judge.ts';
import { makeGate, makeProbe, makeSecret } from './ports.ts';
import type { World } from './world.ts';

/** What the template says of the keeper's function, in milliseconds; `template.test.ts` compares. */
export const keeperRules = { timeoutMs: 60_000, everyMs: 60_000 } as const;

/** What a keeper may end with besides an AWS call that failed: somebody else is at it. */
const expected = /another rotation is under way|kept by another|moved under its keeper/u;

/** A keeper's machine. Its weather is drawn call by call, since a blow falls on one of them alone. */
function makeKeeper(world: World, name: string): { actor: Actor; wire: Wire } {
  let struck: Weather | undefined;
  let isAnswerStruck = false;
  let answersLate = false;
  const weather = () => {
    if (!answersLate) return struck ?? world.around.weather();
    answersLate = false;
    return { ...calm, stall: 1 };
  };
  const observe: World['around']['observe'] = (...effect) => {
    answersLate = isAnswerStruck;
    isAnswerStruck = false;
    world.around.observe(...effect);
  };
  const actor = makeActor({ ...world.around, weather, observe }, name);
  const wire: Wire = (call, effect) => {
    const blow = world.blowAt(call);
    if (blow !== undefined) {
      world.note(name, `is struck at ${call.about}: ${blow}`);
      isAnswerStruck = blow === 'stall_after';
      struck = isAnswerStruck ? calm : { ...calm, [blow]: 1 };
    }
    const answer = actor.wire(call, effect);
    struck = undefined;
    return answer;
  };
  return { actor, wire };
}

function journalOf(world: World, actor: Actor): Journal {
  return (code, fields = {}) => {
    if (!actor.alive) return;
    world.note(actor.name, `journal ${code} ${JSON.stringify(fields)}`);
    world.witness.heard(code);
  };
}

/** The book, with a planted defect where there is one, and with the witness told before anything is recorded. */
function bookOf({ store, planted, witness }: World, wire: Wire): RotationBook {
  const real = makeMemoryRotationBook(store, wire);
  const book = planted?.book(real, store, wire) ?? real;
  return {
    ...book,
    record: (fact, ...rest) => {
      witness.aboutToRecord(fact);
      return book.record(fact, ...rest);
    },
  };
}

/** One invocation of the keeper; answers whether it ended well, at its time-out at the latest. */
export function runKeeper(world: World, name: string, call?: RotationCall): Promise<boolean> {
  const { timeline } = world;
  const { actor, wire } = makeKeeper(world, name);
  const keep = makeKeepLogin({
    book: bookOf(world, wire),
    secret: makeSecret(world, wire),
    gate: makeGate(world, wire, actor),
    probe: makeProbe(world, wire),
    callers,
    everyDays: 30,
    newVersionId: world.newVersionId,
    newRotationId: () => rotationId(`rot_planned${(world.counts.rotations += 1)}`),
    dice: world.dice,
    now: () => timeline.nowMs,
    wait: actor.wait,
    journal: journalOf(world, actor),
  });
  return new Promise(resolve => {
    let isOver = false;
    const end = (isDone: boolean) => {
      isOver = true;
      resolve(isDone);
    };
    timeline.after(keeperRules.timeoutMs, () => {
      if (!isOver && !world.zombies) actor.kill('at its time-out');
      end(false);
    });
    const fail = (error: unknown) => {
      const text = error instanceof Error ? error.message : 'something';
      world.note(actor.name, `gives up: ${text}`);
      if (!(error instanceof CallFailed) && !expected.test(text))
        world.witness.violations.add(`${actor.name} met a surprise: ${text}`);
      end(false);
    };
    keep(call).then(() => end(true), fail);
  });
}

/** The once-a-minute tick, sometimes fired twice at nearly the same time. */
export function scheduleKeepers(world: World, isOver: () => boolean): void {
  const { timeline, random } = world;
  let ticks = 0;
  const fire = () => void runKeeper(world, `keeper ${(ticks += 1)}`);
  const tick = () => {
    if (isOver()) return;
    fire();
    if (random.chance(world.part.storm === true ? 0.3 : 0.1)) timeline.after(random.between(0, 3000), fire);
    timeline.after(keeperRules.everyMs, tick);
  };
  timeline.after(random.between(0, 9) * 6000, tick);
}

const calls = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** A rotation by Secrets Manager: a pending version, then four calls, each made until it is answered, some once more. */
export async function planRotation(world: World, versionId: string): Promise<void> {
  const { timeline, random, secrets } = world;
  const pause = (ms: number) => new Promise<void>(resolve => timeline.after(ms, resolve));
  secrets.pend(versionId);
  for (const step of calls) {
    const call = { step, versionId };
    while (!(await runKeeper(world, `${step} ${versionId}`, call))) await pause(random.between(5000, 90_000));
    if (random.chance(0.2)) {
      const afterMs = random.between(0, random.chance(0.3) ? 2_400_000 : 90_000);
      timeline.after(afterMs, () => void runKeeper(world, `${step} ${versionId} again`, call));
    }
    await pause(random.between(10, 4000));
  }
}

/** What Secrets Manager does when its plan is changed: the third call, for a version that it throws away. */
export async function tryOutPlan(world: World, versionId: string): Promise<void> {
  const { labels, pend } = world.secrets;
  pend(versionId);
  await runKeeper(world, `trial ${versionId}`, { step: 'testSecret', versionId });
  if (labels.get('AWSPENDING') === versionId) labels.delete('AWSPENDING');
}
