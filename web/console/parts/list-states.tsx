import type { ComponentChildren } from 'preact';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from './notice.tsx';
import type { LoadedList } from './use-loaded.ts';

/** What stands around a list: waiting, a problem, nothing there yet, and further pages. */
export const ListStates = <Item,>(props: {
  readonly list: LoadedList<Item>;
  readonly empty: string;
  readonly children: (items: readonly Item[]) => ComponentChildren;
}) => {
  const { words } = useConsole();
  const { value, problem, busy, more, again } = props.list;
  return (
    <>
      {problem !== undefined && (
        <div class="stack">
          <ProblemNotice problem={problem} />
          <div>
            <button type="button" class="button" onClick={again}>
              {words.frame.retry}
            </button>
          </div>
        </div>
      )}
      {busy && value === undefined && <p class="quiet waiting">{words.frame.loading}</p>}
      {value !== undefined && value.length === 0 && <p class="empty">{props.empty}</p>}
      {value !== undefined && value.length > 0 && props.children(value)}
      {more !== undefined && (
        <div class="more">
          <button type="button" class="button" onClick={more}>
            {words.frame.more}
          </button>
        </div>
      )}
    </>
  );
};
