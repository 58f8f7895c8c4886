import type { Login } from '../../../lambdas/domain/custodian-login.ts';
import type { Timeline } from '../timeline.ts';
import type { Iam } from './iam.ts';
import { admits, opens, type Entrant } from './judge.ts';
import type { Secrets } from './secrets.ts';

/** A way in: by a login of which epoch, or one that a stranger wrote into the trust. */
export type Key = {
  readonly entrant: Entrant;
  readonly externalId: string;
  readonly epoch: number;
  readonly isForeign: boolean;
};

/** A session that somebody holds who should not. */
export type Stolen = Pick<Key, 'epoch' | 'isForeign'> & {
  readonly issuedAtMs: number;
  readonly endsAtMs: number;
};

/** Where the attacker stands. `backdoors` are what strangers wrote for themselves. */
export type Surface = {
  readonly timeline: Timeline;
  readonly secrets: Secrets;
  readonly iam: Iam;
  readonly backdoors: readonly Key[];
};

const sessionMs = 3_600_000;

const isLogin = (value: unknown): value is Login =>
  typeof value === 'object' && value !== null && 'externalId' in value;

/** Every login that callers have used so far, as its callers use it, and what a stranger added. */
function keysOf({ secrets, backdoors }: Surface): Key[] {
  const logins = [...secrets.versions.values()].map(({ value }) => value).filter(isLogin);
  const current = secrets.labelled('AWSCURRENT')?.value;
  const newest = isLogin(current) ? current.epoch : 0;
  const known = logins.filter(({ epoch }) => epoch <= newest);
  return [...known.map(login => ({ ...login, entrant: 'deliver', isForeign: false }) as const), ...backdoors];
}

/** Somebody who holds every login there was, tries each at every second on every replica, and keeps what comes. */
export type Attacker = {
  /** Tries all seconds up to now, during which no replica has changed; to be called before one does. */
  catchUp(): void;
  /** Whether some replica would let in a login from before this epoch now. */
  isLetIn(beforeEpoch: number): boolean;
  /** Sessions by logins before this epoch, and by a stranger's, which some replica still lets open a number now. */
  alive(beforeEpoch: number): readonly Stolen[];
};

/** The attacker; `admitted` hears of every login that was let in. */
export function makeAttacker(
  surface: Surface,
  admitted: (key: Key, fromMs: number, toMs: number) => void,
): Attacker {
  const { timeline, iam } = surface;
  const stolen: Stolen[] = [];
  let nextMs = timeline.nowMs;
  const isOpen = ({ entrant, externalId }: Key) =>
    iam.replicas.some(({ trust }) => admits(trust, entrant, externalId));
  return {
    catchUp: () => {
      if (nextMs > timeline.nowMs) return;
      const open = keysOf(surface).filter(isOpen);
      const fromMs = nextMs;
      for (; nextMs <= timeline.nowMs; nextMs += 1000)
        for (const { epoch, isForeign } of open)
          stolen.push({ issuedAtMs: nextMs, endsAtMs: nextMs + sessionMs, epoch, isForeign });
      for (const key of open) admitted(key, fromMs, nextMs - 1000);
    },
    isLetIn: beforeEpoch => keysOf(surface).some(key => key.epoch < beforeEpoch && isOpen(key)),
    alive: beforeEpoch => {
      const { nowMs } = timeline;
      const revocations = [...new Set(iam.replicas.map(({ revocation }) => revocation))];
      return stolen.filter(
        ({ issuedAtMs, endsAtMs, epoch }) =>
          epoch < beforeEpoch &&
          endsAtMs > nowMs &&
          revocations.some(revocation => opens(revocation, issuedAtMs)),
      );
    },
  };
}
