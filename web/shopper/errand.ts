/** Who sees an errand through: the page that stands there now. */
export type Eye<Outcome> = {
  readonly busy: (on: boolean) => void;
  /** How far it is, from 0 to 1, where the errand tells; undefined when there is nothing to tell any more. */
  readonly progress?: (share: number | undefined) => void;
  readonly done: (outcome: Outcome) => void;
};

/** What an errand does; `signal` ends early what can be ended. */
export type Work<Outcome> = (signal: AbortSignal, tell: (share: number) => void) => Promise<Outcome>;

/** What a page asks of us once, e.g. a message: it goes on while the page is built anew in another language. */
export type Errand<Outcome> = {
  /** Does `work` unless something is under way already, so that a second tap does nothing. */
  readonly run: (work: Work<Outcome>) => void;
  /** From now on this page sees it; one that comes later is told at once how things stand. */
  readonly attend: (eye: Eye<Outcome>) => void;
  readonly isUnderway: () => boolean;
  /** Ends early what can be ended. */
  readonly stop: () => void;
  /** Nobody looks any more: what can be ended ends, and the rest ends unseen. */
  readonly leave: () => void;
};

/** Makes an errand of which one is under way at a time. */
export function makeErrand<Outcome>(): Errand<Outcome> {
  let eye: Eye<Outcome> | undefined;
  let underway: AbortController | undefined;
  let share: number | undefined;
  let last: { readonly outcome: Outcome } | undefined;
  const tell = (now?: number) => {
    share = now;
    eye?.progress?.(now);
  };
  const see = async (work: Work<Outcome>, { signal }: AbortController) => {
    try {
      const outcome = await work(signal, tell);
      if (eye !== undefined) last = { outcome };
    } finally {
      underway = undefined;
      tell();
      eye?.busy(false);
    }
    if (last !== undefined) eye?.done(last.outcome);
  };
  return {
    run: work => {
      if (underway !== undefined) return;
      last = undefined;
      underway = new AbortController();
      eye?.busy(true);
      void see(work, underway);
    },
    attend: next => {
      eye = next;
      if (underway !== undefined) next.busy(true);
      if (share !== undefined) next.progress?.(share);
      if (last !== undefined) next.done(last.outcome);
    },
    isUnderway: () => underway !== undefined,
    stop: () => underway?.abort(),
    leave: () => {
      eye = undefined;
      last = undefined;
      underway?.abort();
    },
  };
}
