import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Api, Problem } from '../../paper/api.ts';
import type { Page } from '../answers.ts';
import { useConsole } from '../console-context.ts';

/** Something that is fetched: the last value stays while a newer one is on its way or does not come. */
export type Loaded<T> = {
  readonly value?: T;
  readonly problem?: Problem;
  readonly busy: boolean;
};

/** A list read page by page; `more` is there while the server has further pages. */
export type LoadedList<Item> = Loaded<readonly Item[]> & {
  readonly more?: () => void;
  readonly again: () => void;
};

const pageSteps = 50;

const withCursor = (path: string, cursor: string | undefined): string =>
  cursor === undefined
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

/** Reads a whole list, page after page, for choices that must be complete. */
export const readWhole = async <Item>(api: Api, path: string): Promise<Answer<readonly Item[]>> => {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let step = 0; step < pageSteps; step += 1) {
    const answer = await api.get<Page<Item>>(withCursor(path, cursor));
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.cursor;
    if (cursor === undefined) break;
  }
  return { ok: true, status: 200, value: items };
};

/** Loads once per `key`, and again when asked; an answer for an earlier key is dropped. */
export const useLoaded = <T>(
  key: string,
  load: () => Promise<Answer<T>>,
): Loaded<T> & { readonly again: () => Promise<void> } => {
  const [loaded, setLoaded] = useState<Loaded<T>>({ busy: true });
  const current = useRef(key);
  current.current = key;
  const again = useCallback(async () => {
    const answer = await load();
    if (current.current !== key) return;
    setLoaded(before =>
      answer.ok ? { value: answer.value, busy: false } : { ...before, problem: answer.problem, busy: false },
    );
  }, [key]);
  useEffect(() => {
    setLoaded({ busy: true });
    void again();
    return () => {
      current.current = '';
    };
  }, [again]);
  return { ...loaded, again };
};

/** Loads a list a page at a time (DESIGN §5: {items, cursor?}). */
export const useList = <Item>(path: string): LoadedList<Item> => {
  const { api } = useConsole();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [cursor, setCursor] = useState<string | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [ready, setReady] = useState(false);
  const read = async (from: string | undefined): Promise<void> => {
    const answer = await api.get<Page<Item>>(withCursor(path, from));
    setReady(true);
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    setItems(before => (from === undefined ? answer.value.items : [...before, ...answer.value.items]));
    setCursor(answer.value.cursor);
  };
  useEffect(() => {
    setReady(false);
    setItems([]);
    setCursor(undefined);
    void read(undefined);
  }, [path]);
  return {
    busy: !ready,
    again: () => void read(undefined),
    ...(ready && (items.length > 0 || problem === undefined) ? { value: items } : {}),
    ...(problem === undefined ? {} : { problem }),
    ...(cursor === undefined ? {} : { more: () => void read(cursor) }),
  };
};
