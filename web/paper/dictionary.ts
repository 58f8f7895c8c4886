import { keepFor } from './keep.ts';

/** The languages of every page; Japanese comes first. */
export type Language = 'ja' | 'en';

/** One language's texts: plain sentences, or functions where a figure or a name goes in. */
export type Texts = Readonly<Record<string, string | ((...facts: never[]) => string)>>;

/** The same keys, and the same facts taken, as another language's texts. */
export type SameTexts<T extends Texts> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K];
};

/** A page set's texts in both languages, as `defineDictionary` makes them. */
export type Dictionary<T extends Texts> = { readonly ja: SameTexts<T>; readonly en: SameTexts<T> };

/** Ties both languages to the same keys: a text missing in one of them does not compile. */
export function defineDictionary<const T extends Texts>(ja: T, en: SameTexts<T>): Dictionary<T> {
  return { ja: ja as SameTexts<T>, en };
}

const kept = keepFor('local');
const languageKey = 'mogiri.language';

/** The language to speak: what the person chose before, else the browser's, else Japanese. */
export function chooseLanguage(
  chosen: string | undefined = kept.read(languageKey),
  preferred: readonly string[] = navigator.languages,
): Language {
  if (chosen === 'ja' || chosen === 'en') return chosen;
  const first = preferred[0]?.toLowerCase() ?? 'ja';
  return first === 'ja' || first.startsWith('ja-') ? 'ja' : 'en';
}

/** Remembers the language the person switched to and sets the document's `lang`. */
export function switchLanguage(language: Language): void {
  kept.write(languageKey, language);
  markLanguage(language);
}

/** The `lang` of words that a shop wrote: Japanese when they hold its letters, else the page's own. */
export function languageWritten(text: string): 'ja' | undefined {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text) ? 'ja' : undefined;
}

/** Sets the document's `lang`, which screen readers, hyphenation and fonts go by. */
export function markLanguage(language: Language): void {
  document.documentElement.lang = language;
}
