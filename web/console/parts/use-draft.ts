import { useState } from 'preact/hooks';
import { readKept } from '../../paper/keep.ts';
import { useConsole } from '../console-context.ts';

/** What is being written on a page: it outlives a lost sign-in, and ends with the tab or when it is done. */
export type Draft<T> = {
  readonly value: T;
  readonly set: (change: Partial<T>) => void;
  readonly drop: () => void;
};

/** Keeps a form's content under `name` in this tab; nothing secret may go in (no PIN, no number). */
export const useDraft = <T extends object>(name: string, empty: T): Draft<T> => {
  const { keep } = useConsole();
  const key = `mogiri.console.draft.${name}`;
  const [value, setValue] = useState<T>(() => {
    const kept = readKept(keep, key) as Partial<T> | undefined;
    return { ...empty, ...kept };
  });
  return {
    value,
    set: change =>
      setValue(before => {
        const after = { ...before, ...change };
        keep.write(key, JSON.stringify(after));
        return after;
      }),
    drop: () => keep.drop(key),
  };
};

/** Leaves a content for a form that is about to open. */
export const leaveDraft = (
  keep: { readonly write: (key: string, text: string) => void },
  name: string,
  content: object,
): void => keep.write(`mogiri.console.draft.${name}`, JSON.stringify(content));
