import type { ComponentChildren } from 'preact';

/** The outline of a phone around a preview. */
export const Phone = (props: {
  readonly label: string;
  readonly bar: string;
  readonly children: ComponentChildren;
}) => (
  <section class="phone" aria-label={props.label}>
    <h2 class="phone-label">{props.label}</h2>
    <div class="phone-body">
      <div class="phone-bar">{props.bar}</div>
      <div class="phone-screen">{props.children}</div>
    </div>
  </section>
);
