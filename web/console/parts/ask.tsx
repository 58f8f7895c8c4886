import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** Asks once before something that cannot be undone; Escape and the quiet button mean no. The focus goes back where it was. */
export const Ask = (props: {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  readonly busy?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly children: ComponentChildren;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class="ask" aria-labelledby={id} onClose={props.onNo}>
      <h2 id={id}>{props.title}</h2>
      <div class="stack tight">{props.children}</div>
      <div class="form-end">
        <button type="button" class="button" autoFocus onClick={() => dialog.current?.close()}>
          {props.no}
        </button>
        <button type="button" class="button seal" aria-disabled={props.busy === true} onClick={props.onYes}>
          {props.yes}
        </button>
      </div>
    </dialog>
  );
};
