import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { serverNowMs } from '../paper/api.ts';
import { markLanguage, switchLanguage, type Language } from '../paper/dictionary.ts';
import { isConnected, onConnection } from '../paper/connection.ts';
import { formatSoon } from '../paper/when.ts';
import { brandName, hrefOf, wordsOf, type Page, type SeenAt } from './desk.ts';

/** The frame around every page: bar, heading, main, language switch, live region, offline bar. */
export type Shell = {
  readonly show: (page: Page, language: Language, how?: 'first') => void;
  readonly say: (text: string) => void;
  /** Writes the bar and the document's title anew, once the shop's name is known. */
  readonly dress: () => void;
  /** Writes the bar about the connection anew. */
  readonly look: () => void;
};

/** Builds the frame into `#page` once; `onLanguage` is called after the person switched. */
export function mountShell(onLanguage: (language: Language) => void): Shell {
  const bar = h('header', { class: 'bar' });
  const offline = h('p', { class: 'offline small', role: 'status', hidden: true });
  const main = h('main', { id: 'main', class: 'sheet', tabindex: -1 });
  const foot = h('footer', { class: 'foot' });
  const live = h('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  put(document.querySelector('#page') ?? document.body, offline, bar, main, foot, live);
  let spoken: Language = 'ja';
  let shown: Page | undefined;
  const dress = () => {
    if (shown === undefined) return;
    put(bar, ...barOf(shown, spoken));
    document.title = [shown.title, shown.brand ?? brandName(spoken)].filter(Boolean).join(' | ');
  };
  const look = () => {
    const text = barText(shown?.seenAt?.(), spoken);
    if (text !== undefined && offline.textContent !== text) put(offline, icon('offline'), text);
    offline.hidden = text === undefined;
  };
  onConnection(look);
  return {
    show: (page, language, how) => {
      spoken = language;
      markLanguage(language);
      shown = page;
      dress();
      put(foot, languageSwitch(language, onLanguage));
      const heading = h('h1', { tabindex: -1, class: page.unseenTitle ? 'unseen' : undefined }, page.title);
      put(main, heading, page.content);
      look();
      if (how === 'first') return;
      scrollTo(0, 0);
      (page.focus ?? heading).focus({ preventScroll: true });
    },
    say: text => put(live, text),
    dress,
    look,
  };
}

function barOf(page: Page, language: Language): Node[] {
  const words = wordsOf(language);
  const left = page.back
    ? h('a', { class: 'bar-link', href: hrefOf(page.back.route) }, icon('back'), page.back.label)
    : h('span', { class: 'brand' }, page.brand ?? brandName(language) ?? '');
  const right = page.settings
    ? [h('a', { class: 'bar-link', href: hrefOf({ at: 'settings' }) }, words.settings)]
    : [];
  return [left, ...right];
}

function languageSwitch(language: Language, onLanguage: (language: Language) => void): HTMLElement {
  const words = wordsOf(language);
  const other: Language = language === 'ja' ? 'en' : 'ja';
  const turn = () => {
    switchLanguage(other);
    onLanguage(other);
  };
  return h(
    'button',
    {
      class: 'button plain small',
      type: 'button',
      lang: other,
      'aria-label': words.languageSwitch,
      onclick: turn,
    },
    words.doOtherLanguage,
  );
}

/** What the bar says: that the connection is lost, that what is shown is not confirmed, and from when it is. */
function barText(seen: SeenAt | undefined, language: Language): string | undefined {
  const words = wordsOf(language);
  const time = seen && formatSoon(seen.atMs, language, serverNowMs());
  if (!isConnected()) return time === undefined ? words.offlineOnly : words.offline(time);
  return seen?.isOld === true && time !== undefined ? words.unconfirmed(time) : undefined;
}
