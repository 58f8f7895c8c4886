import { put } from './dom.ts';

/** Makes a submit handler: the page stays, the button shows `busy` and takes no second tap until `work` ends. */
export function submitting(
  button: HTMLButtonElement,
  busy: string,
  work: () => Promise<void>,
): (event: Event) => void {
  const run = onceAtATime(button, busy, work);
  return event => {
    event.preventDefault();
    void run();
  };
}

/** Makes what shows a button busy: disabled and saying `label`, if any, until it is told that it is over. */
export function busyButton(button: HTMLButtonElement, label?: string): (on: boolean) => void {
  let usual: Node[] | undefined;
  return on => {
    if (on === (usual !== undefined)) return;
    button.disabled = on;
    if (on) {
      usual = [...button.childNodes];
      if (label !== undefined) put(button, label);
    } else if (usual !== undefined) {
      put(button, ...usual);
      usual = undefined;
    }
  };
}

/** Runs `work` unless it is running already; the button is disabled and says `busy` meanwhile. */
export function onceAtATime(
  button: HTMLButtonElement,
  busy: string | undefined,
  work: () => Promise<void>,
): () => Promise<void> {
  const show = busyButton(button, busy);
  return async () => {
    if (button.disabled) return;
    show(true);
    try {
      await work();
    } finally {
      show(false);
    }
  };
}
