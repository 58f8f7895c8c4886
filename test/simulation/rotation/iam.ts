import type { PolicyDocument } from '../../../policy/request.ts';
import type { Random } from '../random.ts';
import type { Timeline } from '../timeline.ts';
import { asKept } from './judge.ts';

/** The two documents of the custodian role that a rotation writes. */
export type Policies = { trust: PolicyDocument; revocation: PolicyDocument | undefined };
/** Which of the two. */
export type Written = keyof Policies;

/** The longest that a write takes to a replica, in milliseconds. */
export const longestLagMs = 60_000;
const replicaCount = 4;

/** IAM: what was written last, and what each replica knows of it by now. */
export type Iam = {
  readonly head: Readonly<Policies>;
  readonly replicas: readonly Readonly<Policies>[];
  /** When the last write will have reached every replica. */
  readonly settledAtMs: number;
  any(): Readonly<Policies>;
  /** Writes; `undefined` deletes. It reaches each replica after a lag of its own, behind what was written before. */
  write(what: Written, document: unknown): void;
};

/** IAM under a seed; `about` is called whenever a replica is about to learn something, and after it has. */
export function makeIam(
  timeline: Timeline,
  random: Random,
  first: { readonly trust: unknown; readonly revocation: unknown },
  about: { before(): void; after(): void },
): Iam {
  const born: Policies = { trust: asKept(first.trust), revocation: asKept(first.revocation) };
  const head = { ...born };
  const replicas = Array.from({ length: replicaCount }, () => ({ ...born }));
  const knowsAtMs = replicas.map(() => 0);
  const put = (policies: Policies, what: Written, document: PolicyDocument | undefined) => {
    if (what === 'revocation') policies.revocation = document;
    else if (document !== undefined) policies.trust = document;
  };
  const lagMs = () =>
    random.weighted([
      [3, random.between(0, longestLagMs)],
      [1, random.between(longestLagMs - 2000, longestLagMs)],
      [1, random.between(0, 500)],
    ]);
  return {
    head,
    replicas,
    get settledAtMs() {
      return Math.max(...knowsAtMs);
    },
    any: () => replicas[random.between(0, replicaCount - 1)] ?? head,
    write: (what, written) => {
      const document = written === undefined ? undefined : asKept(written);
      put(head, what, document);
      for (const [place, replica] of replicas.entries()) {
        const atMs = Math.max(knowsAtMs[place] ?? 0, timeline.nowMs + lagMs());
        knowsAtMs[place] = atMs;
        timeline.at(atMs, () => {
          about.before();
          put(replica, what, document);
          about.after();
        });
      }
    },
  };
}
