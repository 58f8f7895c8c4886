import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A part of a form that few need: folded away, and opened when something in it stands in the way. People alone close it. */
export const Fold = (props: {
  readonly label: string;
  readonly faulty: boolean;
  readonly children: ComponentChildren;
}) => {
  const details = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => {
    if (props.faulty && details.current !== null) details.current.open = true;
  }, [props.faulty]);
  return (
    <details class="fold" ref={details}>
      <summary>{props.label}</summary>
      <div class="stack">{props.children}</div>
    </details>
  );
};
