import type { Answer, Api, Problem } from '../../paper/api.ts';
import type { RegisterCheck, RegisterFault } from './desk-answers.ts';

/** The registers, in the order in which people ask for them. */
export const registerKinds = [
  'readings',
  'consents',
  'disclosures',
  'rotations',
  'suspensions',
  'erasures',
] as const;

/** A register's name. */
export type RegisterKind = (typeof registerKinds)[number];

const partsOfKind = 8;

/** How many parts the check of everything has. */
export const allParts = registerKinds.length * partsOfKind;

/** What was looked at so far; `rootsEndAt` is the time up to which every part was compared with the archive. */
export type Tally = {
  readonly chains: number;
  readonly rows: number;
  readonly heads: number;
  readonly roots: number;
  readonly rootsEndAt?: string;
  readonly kept: number;
  readonly erased: number;
};

/** A fault and the register it is in. */
export type PlacedFault = RegisterFault & { readonly kind: RegisterKind };

/** How far a check of everything has come, why it stopped if it did, and whether the archive is late, which stops nothing. */
export type Walk = {
  readonly done: number;
  readonly tally: Tally;
  readonly fault?: PlacedFault;
  readonly late?: PlacedFault;
  readonly problem?: Problem;
};

/** A check that has not begun. */
export const freshWalk: Walk = {
  done: 0,
  tally: { chains: 0, rows: 0, heads: 0, roots: 0, kept: 0, erased: 0 },
};

const earlier = (one: string | undefined, other: string | undefined): string | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) <= Date.parse(other) ? one : other;
};

/** Adds what one part saw. Every part looks at the same archived roots, so these are not added up. */
export const tallied = (tally: Tally, seen: RegisterCheck): Tally => {
  const rootsEndAt = earlier(tally.rootsEndAt, seen.rootsEndAt);
  return {
    chains: tally.chains + seen.chains,
    rows: tally.rows + seen.rows,
    heads: tally.heads + seen.heads,
    roots: Math.max(tally.roots, seen.roots),
    ...(rootsEndAt === undefined ? {} : { rootsEndAt }),
    kept: tally.kept + seen.notes.kept,
    erased: tally.erased + seen.notes.erased,
  };
};

const found = (fault: PlacedFault | undefined): Pick<Walk, 'fault' | 'late'> => {
  if (fault === undefined) return {};
  return fault.what === 'roots_overdue' ? { late: fault } : { fault };
};

const after = (walk: Walk, kind: RegisterKind, answer: Answer<RegisterCheck>): Walk => {
  if (!answer.ok) return { ...walk, problem: answer.problem };
  const { fault } = answer.value;
  return {
    ...walk,
    done: walk.done + 1,
    tally: tallied(walk.tally, answer.value),
    ...found(fault && { ...fault, kind }),
  };
};

/** A check that goes on from where an earlier one stopped. */
export const resumed = ({ done, tally, late }: Walk): Walk =>
  late === undefined ? { done, tally } : { done, tally, late };

/** Checks part after part from where `from` stands; ends at the first fault or problem, when all is done or at `signal`. */
export const walkRegisters = async (
  api: Pick<Api, 'post'>,
  from: Walk,
  signal: AbortSignal,
  onStep: (walk: Walk) => void,
): Promise<void> => {
  let walk = resumed(from);
  while (walk.done < allParts && walk.fault === undefined && walk.problem === undefined) {
    const kind = registerKinds[Math.floor(walk.done / partsOfKind)] ?? 'erasures';
    const body = { kind, part: walk.done % partsOfKind };
    const answer = await api.post<RegisterCheck>('/v1/custodian/register-checks', body, { signal });
    if (signal.aborted) return;
    walk = after(walk, kind, answer);
    onStep(walk);
  }
};
