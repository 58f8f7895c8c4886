import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The heading of a page; `mark` stands beside it, and `held` keeps its buttons in reach while scrolling. It takes the focus so that a change of page is heard. */
export const PageHead = (props: {
  readonly title: string;
  readonly held?: boolean;
  readonly mark?: ComponentChildren;
  readonly children?: ComponentChildren;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = props.title;
  }, [props.title]);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <header class={`page-head${props.held === true ? ' held' : ''}`}>
      <h1 tabIndex={-1} ref={heading}>
        {props.title}
      </h1>
      {props.mark}
      <div class="page-actions">{props.children}</div>
    </header>
  );
};
