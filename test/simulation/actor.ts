import type { Call, Wire } from '../fakes/wire.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

/** Somebody who runs one of our flows: a function's invocation, or a person's request. */
export type Actor = {
  readonly name: string;
  readonly alive: boolean;
  /** How long stalls and repeated calls have held this one up, in milliseconds. */
  readonly heldUpMs: number;
  readonly wire: Wire;
  wait(ms: number): Promise<void>;
  /** Ends it as SIGKILL does: nothing of it runs any more, not even `finally`. */
  kill(why: string): void;
};

/** What actors live in. `weather` is asked at every call, since it clears up in the end. */
export type Surroundings = {
  readonly timeline: Timeline;
  readonly random: Random;
  weather(): Weather;
  note(who: string, what: string): void;
  /** How long a machine may freeze, in milliseconds; from a third of a lane's lease to beyond its end unless said. */
  readonly stallMs?: readonly [number, number];
  /** Called at once after every effect, before anybody hears of it. */
  observe(actor: Actor, call: Call, result: unknown): void;
};

type Fate = 'fine' | 'crash_before' | 'crash_after' | 'lost_reply' | 'lost_for_good' | 'failure';

/** What happens to a call. At a Publish the carrier decides itself, so that only crashes are drawn here. */
function drawFate({ random, weather }: Surroundings, { verb }: Call): Fate {
  const { crash, ...rest } = weather();
  const { lostReply, failure } = verb === 'publish' ? { lostReply: 0, failure: 0 } : rest;
  const roll = random.next();
  if (roll < crash / 2) return 'crash_before';
  if (roll < crash) return 'crash_after';
  if (roll < crash + lostReply) return random.chance(0.8) ? 'lost_reply' : 'lost_for_good';
  return roll < crash + lostReply + failure ? 'failure' : 'fine';
}

/** Calls that the SDK repeats after a lost reply; a repeated transaction carries its token and answers as the first did. */
const takesEffectAgain = new Set<Call['verb']>(['put', 'update', 'delete', 'enqueue']);

/** An error as the SDK throws it when it has given up. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

const usualStallMs = [20_000, 110_000] as const;

type Mutable = { alive: boolean; heldUpMs: number };

function makeWire(around: Surroundings, self: Actor & Mutable): Wire {
  const { timeline, random, stallMs = usualStallMs } = around;
  const act = <T>(call: Call, effect: () => T): T => {
    const result = effect();
    around.observe(self, call, result);
    return result;
  };
  const delay = (): number => {
    if (!random.chance(around.weather().stall)) return random.between(1, 15);
    const ms = random.between(...stallMs);
    self.heldUpMs += ms;
    around.note(self.name, `stalls ${ms} ms`);
    return ms;
  };
  return <T>(call: Call, effect: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (!self.alive) return;
      const fate = drawFate(around, call);
      const beforeMs = delay();
      // A request of somebody who died may still arrive, but not one that a frozen sender had not sent yet.
      const isOnItsWay = beforeMs < stallMs[0] && random.chance(0.5);
      const answer = (settle: () => void) =>
        timeline.after(delay(), () => {
          if (self.alive) settle();
        });
      timeline.after(beforeMs, () => {
        if (!self.alive && !isOnItsWay) return;
        if (self.alive && fate === 'crash_before') return self.kill(`before ${call.verb} ${call.about}`);
        if (fate === 'failure') return answer(() => reject(new CallFailed(call.verb)));
        around.note(self.name, `${call.verb} ${call.about}`);
        const first = act(call, effect);
        if (!self.alive) return;
        if (fate === 'crash_after') return self.kill(`after ${call.verb} ${call.about}`);
        if (fate === 'lost_for_good') return answer(() => reject(new CallFailed(call.verb)));
        if (fate !== 'lost_reply') return answer(() => resolve(first));
        around.note(self.name, `hears nothing of ${call.verb} ${call.about}`);
        const repeatMs = random.between(50, 6000);
        self.heldUpMs += repeatMs;
        timeline.after(repeatMs, () => {
          if (!self.alive) return;
          const second = takesEffectAgain.has(call.verb) ? act(call, effect) : first;
          answer(() => resolve(second));
        });
      });
    });
}

/** Somebody new. */
export function makeActor(around: Surroundings, name: string): Actor {
  const self: Actor & Mutable = {
    name,
    alive: true,
    heldUpMs: 0,
    wire: (call, effect) => wire(call, effect),
    wait: ms => new Promise(resolve => around.timeline.after(ms, () => self.alive && resolve())),
    kill: why => {
      if (!self.alive) return;
      self.alive = false;
      around.note(name, `dies ${why}`);
    },
  };
  const wire = makeWire(around, self);
  return self;
}
