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

/** Runs `work` unless it is running already; the button is disabled and says `busy` meanwhile. */
export function onceAtATime(
  button: HTMLButtonElement,
  busy: string | undefined,
  work: () => Promise<void>,
): () => Promise<void> {
  return async () => {
    if (button.disabled) return;
    const label = [...button.childNodes];
    button.disabled = true;
    if (busy !== undefined) put(button, busy);
    try {
      await work();
    } finally {
      button.disabled = false;
      put(button, ...label);
    }
  };
}
