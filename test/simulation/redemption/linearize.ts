/**
 * One call as its caller saw it: when it was made and when it was answered. One that nobody heard back from has no
 * answer and ends never; it may have taken effect at any time since, or not at all.
 */
export type Op<Call, Answer> = {
  readonly call: Call;
  readonly calledAt: number;
  readonly answeredAt: number;
  readonly answer: Answer | undefined;
};

/** What a thing does when one call comes after another; states are values and are never changed. */
export type Model<State, Call, Answer> = {
  readonly start: State;
  /** The state after a call with this answer: the very same where nothing changes, undefined where it would never answer so. */
  step(state: State, call: Call, answer: Answer | undefined): State | undefined;
  /** Two states with one name behave alike. */
  nameOf(state: State): string;
};

/** Why a history has no order: how many calls the best order explains, and those that could not come next. */
export type NoOrder<Call, Answer> = {
  readonly explained: number;
  readonly stuck: readonly Op<Call, Answer>[];
};

/** A search's place: the calls that are in order, as the first that is not and the later ones that are. */
type Place = { readonly first: number; readonly later: ReadonlySet<number> };

function take({ first, later }: Place, index: number): Place {
  const rest = new Set(later).add(index);
  let next = first;
  while (rest.delete(next)) next += 1;
  return { first: next, later: rest };
}

/** The calls that may come next: made before any call that is still to come was answered. */
function candidates<C, A>(ops: readonly Op<C, A>[], { first, later }: Place): number[] {
  let soonest = Number.POSITIVE_INFINITY;
  const found: number[] = [];
  for (let index = first; index < ops.length; index += 1) {
    const op = ops[index];
    if (op === undefined || op.calledAt > soonest) break;
    if (later.has(index)) continue;
    found.push(index);
    soonest = Math.min(soonest, op.answeredAt);
  }
  return found.filter(index => (ops[index]?.calledAt ?? 0) <= soonest);
}

const isAnswered = <C, A>({ answer }: Op<C, A>) => answer !== undefined;

/**
 * Looks for an order of all answered calls, and of as many unanswered ones as it takes, that the model explains and that
 * never puts a call before one that was answered before it was made (Wing and Gong 1993, remembering where it was as
 * Lowe 2017). A call that explains itself without changing anything is taken at once: taking it later explains no more.
 * Undefined when there is such an order.
 */
export function whyNotLinearizable<State, C, A>(
  model: Model<State, C, A>,
  history: readonly Op<C, A>[],
): NoOrder<C, A> | undefined {
  const ops = history.toSorted((left, right) => left.calledAt - right.calledAt);
  const answered = ops.filter(isAnswered).length;
  const seen = new Set<string>();
  const todo: { place: Place; state: State; explained: number }[] = [
    { place: { first: 0, later: new Set() }, state: model.start, explained: 0 },
  ];
  let best: NoOrder<C, A> = { explained: -1, stuck: [] };
  for (let here = todo.pop(); here !== undefined; here = todo.pop()) {
    const { place, state, explained } = here;
    if (explained === answered) return undefined;
    const name = model.nameOf(state);
    const mark = `${place.first}:${[...place.later].sort((a, b) => a - b).join(',')}|${name}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const next = candidates(ops, place);
    if (explained > best.explained)
      best = { explained, stuck: next.flatMap(index => ops[index] ?? []).filter(isAnswered) };
    const steps = next.flatMap(index => {
      const op = ops[index];
      const after = op && model.step(state, op.call, op.answer);
      if (op === undefined || after === undefined) return [];
      return [{ index, after, changes: after !== state, isAnswered: isAnswered(op) }];
    });
    const quiet = steps.find(step => step.isAnswered && !step.changes);
    // Unanswered calls are put first, so that they are tried last: most of them never took effect.
    const open = quiet === undefined ? steps.filter(step => step.changes) : [quiet];
    for (const step of open.sort((left, right) => Number(left.isAnswered) - Number(right.isAnswered)))
      todo.push({
        place: take(place, step.index),
        state: step.after,
        explained: explained + Number(step.isAnswered),
      });
  }
  return best;
}
