import { keepsCookies } from '../paper/cookies.ts';
import { onConnection } from '../paper/connection.ts';
import { chooseLanguage, type Language } from '../paper/dictionary.ts';
import { h } from '../paper/dom.ts';
import { api, currentPolicy, hrefOf, wordsOf, type Desk, type Page } from './desk.ts';
import { codePage } from './code-page.ts';
import { cookiesPage } from './cookies-page.ts';
import { pending, signedInHint } from './kept.ts';
import { linkedTicketPage } from './linked-ticket-page.ts';
import { numberPage } from './number-page.ts';
import { readRoute, type Route } from './route.ts';
import { settingsPage } from './settings-page.ts';
import { mountShell } from './shell.ts';
import { ticketPage } from './ticket-page.ts';
import { walletPage } from './wallet-page.ts';

let language: Language = chooseLanguage();
let present: Page | undefined;

const shell = mountShell(chosen => {
  language = chosen;
  show('spoken');
});

function desk(): Desk {
  return {
    api,
    language,
    words: wordsOf(language),
    go,
    back,
    again: () => show(),
    say: shell.say,
    look: shell.look,
  };
}

function go(route: Route, how?: 'replace'): void {
  if (how === 'replace') history.replaceState(history.state, '', hrefOf(route));
  else history.pushState({ ours: true }, '', hrefOf(route));
  show();
}

function back(otherwise: Route): void {
  const state = history.state as { ours?: boolean } | null;
  if (state?.ours === true) history.back();
  else go(otherwise, 'replace');
}

function pageAt(route: Route): Page | undefined {
  if (!keepsCookies()) return cookiesPage(desk());
  switch (route.at) {
    case 'number':
      return signedInHint.read() ? sent({ at: 'wallet' }) : numberPage(desk());
    case 'code': {
      const challenge = pending.read();
      return challenge === undefined ? sent({ at: 'number' }) : codePage(desk(), challenge);
    }
    case 'wallet':
      return walletPage(desk());
    case 'ticket':
    case 'redeem':
      return ticketPage(desk(), route.voucherId, route.at === 'redeem');
    case 'link':
      return linkedTicketPage(desk(), route.token);
    case 'settings':
      return settingsPage(desk());
    case 'lost':
      return lostPage(desk());
  }
}

/** Sends the visitor elsewhere, which shows its own page. */
function sent(route: Route): undefined {
  go(route, 'replace');
}

function lostPage({ words }: Desk): Page {
  const link = h('a', { class: 'button', href: hrefOf({ at: 'wallet' }) }, words.doToWallet);
  return { title: words.titleLost, content: link };
}

function show(how?: 'first' | 'spoken'): void {
  present?.leave?.(how === 'spoken' ? how : undefined);
  present = undefined;
  const page = pageAt(readRoute(location.hash));
  if (page === undefined) return;
  present = page;
  shell.show(page, language, how === 'first' ? how : undefined);
  page.enter?.();
}

addEventListener('popstate', () => show());
onConnection(isConnected => isConnected && present?.reconnected?.());
signedInHint.watch(() => {
  if (readRoute(location.hash).at === 'number') show();
});
document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/#/"]') : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(readRoute(new URL((link as HTMLAnchorElement).href).hash));
});

// The sheet is not opened by a reload: first comes what became of what was begun in it.
const first = readRoute(location.hash);
if (first.at === 'redeem') history.replaceState(history.state, '', hrefOf({ ...first, at: 'ticket' }));
show('first');
void currentPolicy().then(shell.dress);
