import { serverNowMs, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import type { PageRefusal } from '../paper/problem-book.ts';
import { formatCountdown } from '../paper/when.ts';
import { everyQuarter, longestWaitMs } from './countdown.ts';
import type { Desk } from './desk.ts';

/** Every refusal that the verification routes can give. */
export type VerifyRefusal = Extract<
  PageRefusal,
  | `request.${string}`
  | `phone.${string}`
  | `challenge.${string}`
  | 'idempotency.key_reused'
  | 'limit.too_many'
  | 'sms.unavailable'
  | 'consent.policy_outdated'
  | 'shopper.suspended'
>;

/**
 * What a person can do about a refusal: `type` into the field or read what is there and press the page's own button,
 * `retry` the same, `startOver` from the number, `reload`, or `ask` the shop. After `over` nothing typed here helps.
 */
export type NextStep = 'type' | 'retry' | 'startOver' | 'over' | 'reload' | 'ask';

/** The next step after each refusal; a new refusal without one does not compile. */
export const nextSteps: Readonly<Record<VerifyRefusal, NextStep>> = {
  'request.malformed': 'type',
  'request.too_large': 'type',
  'request.not_json': 'reload',
  'request.cross_origin': 'reload',
  'idempotency.key_reused': 'reload',
  'limit.too_many': 'retry',
  'phone.invalid': 'type',
  'phone.type_not_allowed': 'type',
  'phone.country_not_allowed': 'type',
  'challenge.not_found': 'over',
  'challenge.proof_required': 'retry',
  'challenge.unavailable': 'retry',
  'challenge.code_mismatch': 'type',
  'challenge.expired': 'over',
  'challenge.used': 'over',
  'challenge.locked': 'over',
  'challenge.resend_too_soon': 'type',
  'challenge.resend_exhausted': 'startOver',
  'sms.unavailable': 'retry',
  'consent.policy_outdated': 'type',
  'shopper.suspended': 'ask',
};

/** The next step after any problem; what has no code of ours, a lost connection say, may be tried again. */
export function nextStepAfter({ code }: Problem): NextStep {
  const known: Readonly<Record<string, NextStep>> = nextSteps;
  return known[code] ?? 'retry';
}

/** What a step of the page does when its button is pressed. */
export type Steps = { readonly retry?: () => void; readonly startOver?: () => void };

/** The button that takes a person on after a problem, or nothing where the page itself has it or none can help. */
export function stepButton(desk: Desk, problem: Problem, steps: Steps): HTMLElement | undefined {
  const { words } = desk;
  switch (nextStepAfter(problem)) {
    case 'retry':
      return steps.retry && retryButton(desk, problem, steps.retry);
    case 'startOver':
    case 'over':
      return steps.startOver && tap(words.doStartOver, steps.startOver);
    case 'reload':
      return tap(words.doReload, () => location.reload());
    case 'type':
    case 'ask':
      return undefined;
  }
}

function tap(label: string, onclick: () => void): HTMLButtonElement {
  return h('button', { class: 'button', type: 'button', onclick }, label);
}

/** Counts down to the moment from which trying again makes sense; a longer wait is said in words, without a button. */
function retryButton(
  { words }: Desk,
  { retryAfterSeconds = 0 }: Problem,
  retry: () => void,
): HTMLElement | undefined {
  if (retryAfterSeconds * 1000 > longestWaitMs) return undefined;
  const button = tap(words.doTryAgain, retry);
  button.setAttribute('aria-live', 'off');
  const endsAtMs = serverNowMs() + retryAfterSeconds * 1000;
  let hasStood = false;
  const stop = everyQuarter(nowMs => {
    const leftMs = endsAtMs - nowMs;
    relabel(button, leftMs > 0 ? words.tryAgainIn(formatCountdown(leftMs)) : words.doTryAgain);
    button.disabled = leftMs > 0;
    hasStood ||= button.isConnected;
    if (leftMs <= 0 || (hasStood && !button.isConnected)) queueMicrotask(() => stop());
  });
  return button;
}

/** Writes a label that counts down only when it changes. */
export function relabel(button: HTMLElement, label: string): void {
  if (button.textContent !== label) put(button, label);
}
