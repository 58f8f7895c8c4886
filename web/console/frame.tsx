import type { ComponentChildren } from 'preact';
import { Hatches } from './campaigns/state-bar.tsx';
import { useConsole } from './console-context.ts';
import { addressOf, type Route, sectionOf } from './route.ts';
import type { Section } from './sections.ts';

type Props = {
  readonly route: Route;
  readonly sections: readonly Section[];
  readonly onLanguage: () => void;
  readonly onSignOut: () => void;
  readonly children: ComponentChildren;
};

/** The button that changes the language; its own word is in the other one. */
export const LanguageButton = ({ onLanguage }: { readonly onLanguage: () => void }) => {
  const { words, language } = useConsole();
  return (
    <button
      type="button"
      class="button plain small"
      lang={language === 'ja' ? 'en' : 'ja'}
      onClick={onLanguage}
    >
      {words.frame.otherLanguage}
    </button>
  );
};

/** The frame of every page: menu on the left, or above on a narrow screen. */
export const Frame = (props: Props) => {
  const { words } = useConsole();
  const here = sectionOf(props.route);
  return (
    <div class="frame">
      <Hatches />
      <a
        class="skip"
        href="#content"
        onClick={event => {
          event.preventDefault();
          document.querySelector('h1')?.focus();
        }}
      >
        {words.frame.skip}
      </a>
      <header class="side">
        <p class="brand">
          <Stub />
          {words.frame.product}
          <span class="quiet small">{words.frame.console}</span>
        </p>
        <nav class="menu" aria-label={words.frame.sections}>
          {props.sections.map(section => (
            <a key={section} href={addressOf(section)} aria-current={here === section ? 'page' : undefined}>
              {words.frame[section]}
            </a>
          ))}
        </nav>
        <div class="side-end">
          <LanguageButton onLanguage={props.onLanguage} />
          <button type="button" class="button plain small" onClick={props.onSignOut}>
            {words.frame.signOut}
          </button>
        </div>
      </header>
      <main id="content">{props.children}</main>
    </div>
  );
};

/** A ticket whose stub is being torn: the mark of the product. */
export const Stub = () => (
  <svg class="stub" viewBox="0 0 32 24" aria-hidden="true" focusable="false">
    <path class="stub-main" d="M2 3h18v18H2v-5a4 4 0 0 0 0-8z" />
    <path class="stub-torn" d="M23 4.5 31 6.500 27.500 22.500 20.500 21" />
  </svg>
);
