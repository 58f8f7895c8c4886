import type { ComponentChildren } from 'preact';
import { useConsole } from '../console-context.ts';

/** How one step of a procedure stands. `held` is one that needs another try. */
export type StepState = 'done' | 'running' | 'held' | 'todo';

const ring = 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z';
const marks: Readonly<Record<StepState, string>> = {
  done: 'M5.5 10.5 8.7 13.7 14.5 7',
  running: 'M8 6.5 13 10l-5 3.5z',
  held: 'M10 5.5v5.5M10 13.9v.2',
  todo: '',
};

/** The mark of a step: its shape differs as well as its colour. */
const Mark = ({ state }: { readonly state: StepState }) => (
  <svg class="step-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path class="step-ring" d={ring} />
    <path class="step-sign" d={marks[state]} />
  </svg>
);

/** One step: its mark, name, state in a word, the time it was done, and what it means. */
export const Step = (props: {
  readonly state: StepState;
  readonly name: string;
  readonly time?: { readonly iso: string; readonly shown: string } | undefined;
  readonly children: ComponentChildren;
}) => {
  const { words } = useConsole();
  const { state, time } = props;
  return (
    <li class={`step ${state}`} aria-current={state === 'running' ? 'step' : undefined}>
      <Mark state={state} />
      <div class="step-head">
        <h3>{props.name}</h3>
        <p class="small figures step-state">
          {words.desk[`state_${state}`]}
          {time !== undefined && <time dateTime={time.iso}>{time.shown}</time>}
        </p>
      </div>
      <div class="step-body">{props.children}</div>
    </li>
  );
};

/** The steps of a procedure as a line from top to bottom. */
export const Steps = (props: { readonly label: string; readonly children: ComponentChildren }) => (
  <ol class="steps" aria-label={props.label}>
    {props.children}
  </ol>
);
