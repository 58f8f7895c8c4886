import { makeApi } from '../paper/api.ts';
import { isConnected, onConnection } from '../paper/connection.ts';
import { keepsCookies } from '../paper/cookies.ts';
import { chooseLanguage, markLanguage, switchLanguage, type Language } from '../paper/dictionary.ts';
import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { addStaffScreen } from './add-staff-screen.ts';
import { doorScreen } from './ask-to-sign-in.ts';
import { deviceScreen, enrolScreen } from './device-screens.ts';
import { doneScreen } from './done-screen.ts';
import { homeScreen } from './home-screen.ts';
import { manageScreen } from './manage-screen.ts';
import { codeInDoubt } from './open-confirms.ts';
import { ownPinScreen } from './own-pin-screen.ts';
import { personScreen } from './person-screen.ts';
import { signedIn, storeName, whoIsIn } from './place.ts';
import { qrScreen } from './qr-screen.ts';
import { resultScreen } from './result-screen.ts';
import { scanScreen } from './scan-screen.ts';
import { signInScreen } from './sign-in-screen.ts';
import { staffWords } from './staff-words.ts';
import type { Screen, Till, View } from './till.ts';
import { typeScreen } from './type-screen.ts';
import { undoScreen } from './undo-screen.ts';
import { whoScreen } from './who-screen.ts';
import { tillWords } from './words.ts';

const api = makeApi();
const bar = h('header', { class: 'bar' });
const offline = h('p', { class: 'offline small', role: 'status', hidden: isConnected() });
const main = h('main', { id: 'main', class: 'sheet' });
const foot = h('footer', { class: 'foot' });

let language: Language = chooseLanguage();
let screen: Screen = firstScreen();
let present: View | undefined;

/** A confirmation without an answer comes before everything else: the ticket is looked at again. */
function firstScreen(): Screen {
  if (!signedIn.read()) return doorScreen();
  const code = codeInDoubt();
  if (code === undefined) return { at: 'home' };
  if (history.state === null) history.pushState({ above: 'home' }, '');
  return { at: 'result', code, way: 'type' };
}

function till(): Till {
  return { api, language, words: tillWords[language], go };
}

const lowest = (): Screen => (signedIn.read() ? { at: 'home' } : doorScreen());

/** The store, and who stands here where they signed in as somebody. */
function placeLine(): string {
  const { name } = whoIsIn();
  return name === undefined ? storeName() : staffWords[language].signedInAs(storeName(), name);
}

/** Every screen but the home one lies one step above it, so that the back button always leads home. */
function go(next: Screen): void {
  const home = next.at === 'home' || next.at === 'sign-in' || next.at === 'who';
  if (!home && history.state === null) history.pushState({ above: 'home' }, '');
  screen = next;
  show();
}

function viewOf(): View {
  if (!keepsCookies()) return cookiesView(till());
  switch (screen.at) {
    case 'sign-in':
      return signInScreen(till(), screen.why);
    case 'who':
      return whoScreen(till(), screen.why);
    case 'own-pin':
      return ownPinScreen(till(), screen);
    case 'manage':
      return manageScreen(till(), screen.said);
    case 'add-staff':
      return addStaffScreen(till());
    case 'person':
      return personScreen(till(), screen.person);
    case 'enrol':
      return enrolScreen(till());
    case 'device':
      return deviceScreen(till(), screen.device);
    case 'home':
      return homeScreen(till());
    case 'qr':
      return qrScreen(till());
    case 'scan':
      return scanScreen(till(), screen.used);
    case 'type':
      return typeScreen(till());
    case 'result':
      return resultScreen(till(), screen);
    case 'done':
      return doneScreen(till(), screen);
    case 'undo':
      return undoScreen(till(), screen.redemptionId);
  }
}

/** Where 戻る leads: from the details of staff and devices to their list, from a PIN to the people, else home. */
function above({ at }: Screen): Screen {
  if (at === 'add-staff' || at === 'person' || at === 'enrol' || at === 'device') return { at: 'manage' };
  return at === 'own-pin' ? { at: 'who' } : { at: 'home' };
}

function cookiesView({ words }: Till): View {
  const reload = h(
    'button',
    { class: 'button', type: 'button', onclick: () => location.reload() },
    words.doReload,
  );
  const content = h(
    'div',
    { class: 'stack' },
    h('p', {}, words.cookies),
    h('p', {}, words.cookiesNext),
    reload,
  );
  return { title: words.titleCookies, content, bare: true };
}

function show(how?: 'first'): void {
  present?.leave?.();
  const { words } = till();
  const view = viewOf();
  present = view;
  markLanguage(language);
  document.title = `${view.title} | ${words.till}`;
  document.body.className = view.full ?? '';
  const back = h(
    'button',
    { class: 'bar-link', type: 'button', onclick: () => go(above(screen)) },
    icon('back'),
    words.back,
  );
  put(
    bar,
    view.bare ? h('span', { class: 'brand' }, words.till) : back,
    h('span', { class: 'quiet' }, placeLine()),
  );
  put(offline, icon('offline'), words.offline);
  put(foot, languageSwitch());
  const heading = h('h1', { tabindex: -1 }, view.title);
  put(main, heading, view.content);
  scrollTo(0, 0);
  if (how !== 'first') (view.focus ?? heading).focus({ preventScroll: true });
}

function languageSwitch(): HTMLElement {
  const { words } = till();
  const other: Language = language === 'ja' ? 'en' : 'ja';
  const turn = () => {
    language = other;
    switchLanguage(other);
    show();
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

put(document.querySelector('#page') ?? document.body, offline, bar, main, foot);
addEventListener('popstate', () => go(lowest()));
onConnection(isConnected => {
  offline.hidden = isConnected;
});
show('first');
