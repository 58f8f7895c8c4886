import type { Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Api, makeApi } from '../paper/api.ts';
import { type Language, switchLanguage } from '../paper/dictionary.ts';
import type { Keep } from '../paper/keep.ts';
import { ConsoleContext, type Person, useConsole } from './console-context.ts';
import { figuresIn } from './figures.ts';
import { Frame, LanguageButton } from './frame.tsx';
import { PageHead } from './parts/page-head.tsx';
import { PageOf } from './pages.tsx';
import { address, addressOf, readRoute } from './route.ts';
import { mayOpen, sectionsFor } from './sections.ts';
import type { Session, SessionState, SignInPlace } from './sign-in/session.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { wordsIn } from './words/words.ts';

type Props = {
  readonly session: Session;
  readonly place: SignInPlace | undefined;
  readonly keep: Keep;
  readonly language: Signal<Language>;
};

const NoGroup = (props: { readonly onSignOut: () => void; readonly onLanguage: () => void }) => {
  const { words } = useConsole();
  return (
    <main class="door">
      <div class="door-card">
        <PageHead title={words.frame.console} />
        <p>{words.frame.noGroup}</p>
        <button type="button" class="button wide" onClick={props.onSignOut}>
          {words.frame.signOut}
        </button>
        <LanguageButton onLanguage={props.onLanguage} />
      </div>
    </main>
  );
};

const SignedInPages = (props: {
  readonly groups: readonly string[];
  readonly onSignOut: () => void;
  readonly onLanguage: () => void;
}) => {
  const sections = sectionsFor(props.groups);
  const [first] = sections;
  const found = readRoute(address.value);
  useEffect(() => {
    if (found === undefined && first !== undefined) location.replace(addressOf(first));
  }, [found, first]);
  if (first === undefined) return <NoGroup {...props} />;
  const wanted = found ?? readRoute(addressOf(first)) ?? { page: 'missing' };
  const route = mayOpen(wanted, sections) ? wanted : ({ page: 'missing' } as const);
  return (
    <Frame route={route} sections={sections} onSignOut={props.onSignOut} onLanguage={props.onLanguage}>
      <PageOf route={route} />
    </Frame>
  );
};

const whyOut = (state: SessionState & { readonly kind: 'out' }, place: SignInPlace | undefined) =>
  place === undefined ? 'unavailable' : state.why;

const personOf = (state: SessionState): Person =>
  state.kind === 'in'
    ? { staffId: `stf_${state.who.subject}`, groups: state.who.groups }
    : { staffId: '', groups: [] };

/** The console: the sign-in page, or the pages that the person's groups open. */
export const App = ({ session, place, keep, language }: Props) => {
  const api: Api = useMemo(
    () => makeApi({ bearer: session.bearer, onUnauthorized: session.lost }),
    [session],
  );
  const current = language.value;
  const state = session.state.value;
  const console = useMemo(
    () => ({
      api,
      keep,
      origin: location.origin,
      person: personOf(state),
      language: current,
      words: wordsIn(current),
      figures: figuresIn(current),
    }),
    [api, keep, current, state],
  );
  const onLanguage = (): void => {
    language.value = current === 'ja' ? 'en' : 'ja';
    switchLanguage(language.value);
  };
  const onSignIn = (): void => {
    if (place === undefined) location.reload();
    else void session.begin(place, location.hash);
  };
  const onSignOut = (): void => {
    if (place !== undefined) session.signOut(place);
  };
  return (
    <ConsoleContext.Provider value={console}>
      {state.kind === 'in' ? (
        <SignedInPages groups={state.who.groups} onSignOut={onSignOut} onLanguage={onLanguage} />
      ) : (
        <SignInPage why={whyOut(state, place)} onSignIn={onSignIn} onLanguage={onLanguage} />
      )}
    </ConsoleContext.Provider>
  );
};
