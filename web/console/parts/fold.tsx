import type { ComponentChildren } from 'preact';

/** A part of a form that few need: folded away, and opened when something in it stands in the way. */
export const Fold = (props: {
  readonly label: string;
  readonly faulty: boolean;
  readonly children: ComponentChildren;
}) => (
  <details class="fold" {...(props.faulty ? { open: true } : {})}>
    <summary>{props.label}</summary>
    <div class="stack">{props.children}</div>
  </details>
);
