import type { ComponentChildren } from 'preact';

/** What something is called, and what it is. */
export type Fact = readonly [label: string, value: string];

/** Facts below each other; what has a form of its own comes after them. */
export const Facts = ({
  lines,
  children,
}: {
  readonly lines: readonly Fact[];
  readonly children?: ComponentChildren;
}) => (
  <dl>
    {lines.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd class="figures">{value}</dd>
      </div>
    ))}
    {children}
  </dl>
);
