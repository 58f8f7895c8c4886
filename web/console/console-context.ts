import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../paper/api.ts';
import type { Language } from '../paper/dictionary.ts';
import type { Keep } from '../paper/keep.ts';
import type { Figures } from './figures.ts';
import type { Words } from './words/words.ts';

/** The person signed in: the id under which they stand in the registers, and their groups. */
export type Person = { readonly staffId: string; readonly groups: readonly string[] };

/** What every part of the console may use. `keep` lasts as long as the tab; `origin` is our own host's. */
export type Console = {
  readonly api: Api;
  readonly keep: Keep;
  readonly origin: string;
  readonly person: Person;
  readonly language: Language;
  readonly words: Words;
  readonly figures: Figures;
};

/** Hands the console down the tree. */
export const ConsoleContext = createContext<Console | undefined>(undefined);

/** The console around a component; a component outside of one is a mistake and throws. */
export const useConsole = (): Console => {
  const console = useContext(ConsoleContext);
  if (console === undefined) throw new Error('used outside the console');
  return console;
};
