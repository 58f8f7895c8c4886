import type { Problem } from './api.ts';
import type { Language } from './dictionary.ts';
import { h } from './dom.ts';
import { icon } from './icons.ts';
import { explainProblem, problemReference, type Explanation } from './problem-words.ts';

/** A notice of trouble, read out at once: what happened, what to do, how (`step`), and small at the end the code. */
export function problemNotice(problem: Problem, language: Language, step?: HTMLElement): HTMLElement {
  return alertNotice(explainProblem(problem, language), problemReference(problem), step);
}

/** The same for trouble that the page itself found. */
export function alertNotice(
  { what, next }: Explanation,
  reference?: string,
  step?: HTMLElement,
): HTMLElement {
  return h(
    'div',
    { class: 'notice', role: 'alert' },
    icon('alert'),
    h('strong', {}, what),
    next !== '' && h('p', {}, next),
    step,
    reference !== undefined && h('p', { class: 'code' }, reference),
  );
}

/** A notice that is no trouble: `ok` when something is done, `warn` when it may not be. */
export function plainNotice(
  kind: 'ok' | 'warn',
  what: string,
  next?: string,
  step?: HTMLElement,
): HTMLElement {
  return h(
    'div',
    { class: `notice ${kind}`, role: 'status' },
    icon(kind === 'ok' ? 'tick' : 'info'),
    h('strong', {}, what),
    next !== undefined && h('p', {}, next),
    step,
  );
}
