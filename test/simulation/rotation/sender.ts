import type { CustodianSession, Login } from '../../../lambdas/domain/custodian-login.ts';
import { makeActor } from '../actor.ts';
import { calm } from '../weather.ts';
import { assume, decrypt } from './ports.ts';
import type { World } from './world.ts';

/** As in `lambdas/aws/kms-number-opener.ts`: seconds of a session, and when it and its login are no longer used. */
const sessionSeconds = 900;
const sessionMarginMs = 120_000;
const loginKeptMs = 60_000;

/** A refusal, by STS or by KMS. */
class Refused extends Error {
  override readonly name = 'AccessDenied';
}

/** One environment of the sender: on a refusal it drops login and session and tries once more with fresh ones. */
function makeOpener(world: World) {
  const { timeline, secrets } = world;
  const { wire } = makeActor({ ...world.around, weather: () => calm }, 'sender');
  let login: { value: Login; readAtMs: number } | undefined;
  let kept: { session: CustodianSession; endsAtMs: number } | undefined;
  const currentLogin = async (): Promise<Login> => {
    if (login === undefined || timeline.nowMs - login.readAtMs > loginKeptMs) {
      const read = { verb: 'get', about: 'login' } as const;
      const value = await wire(read, () => secrets.labelled('AWSCURRENT')?.value as Login);
      login = { value, readAtMs: timeline.nowMs };
    }
    return login.value;
  };
  const session = async () => {
    if (kept !== undefined && kept.endsAtMs > timeline.nowMs) return kept;
    const endsAtMs = timeline.nowMs + sessionSeconds * 1000 - sessionMarginMs;
    const { externalId, epoch } = await currentLogin();
    const call = { verb: 'assume', about: `by login ${epoch}` } as const;
    const given = await wire(call, () => assume(world, 'deliver', externalId, sessionSeconds));
    if (given === undefined) {
      world.counts.loginsRefused += 1;
      throw new Refused();
    }
    kept = { session: given, endsAtMs };
    return kept;
  };
  const open = async () => {
    const { session: present } = await session();
    const seen = await wire({ verb: 'open', about: 'a number' }, () => decrypt(world, present));
    if (seen !== 'opened') throw new Refused();
  };
  return {
    /** Another errand has a session of its own, by the login at hand. */
    beginErrand: () => {
      kept = undefined;
    },
    read: async () => {
      try {
        await open();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        world.note('sender', 'is refused and tries once more');
        login = undefined;
        kept = undefined;
        await open();
      }
    },
  };
}

/**
 * Somebody who sends all the time: a number is opened every few seconds, in an environment that has been there all
 * along or in a new one, and no reading may be given up.
 */
export function scheduleSender(world: World, isOver: () => boolean): void {
  const { timeline, random } = world;
  const warm = makeOpener(world);
  const read = async () => {
    if (isOver()) return;
    if (random.chance(0.1)) warm.beginErrand();
    const opener = random.chance(0.15) ? makeOpener(world) : warm;
    try {
      await opener.read();
      world.counts.readings += 1;
    } catch {
      world.note('sender', 'gives up a reading');
      world.counts.gaveUp += 1;
    }
    timeline.after(random.between(3000, 8000), () => void read());
  };
  timeline.after(random.between(0, 5000), () => void read());
}
