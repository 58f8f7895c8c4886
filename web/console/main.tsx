import { signal } from '@preact/signals';
import { render } from 'preact';
import { makeApi } from '../paper/api.ts';
import { chooseLanguage, type Language, markLanguage } from '../paper/dictionary.ts';
import { keepFor } from '../paper/keep.ts';
import { App } from './app.tsx';
import { followAddress } from './route.ts';
import { makeSession, type SignInPlace } from './sign-in/session.ts';

const pagePath = '/console/';

const start = async (): Promise<void> => {
  const keep = keepFor('session');
  const language = signal<Language>(chooseLanguage());
  markLanguage(language.value);
  const session = makeSession({
    keep,
    fetch: (...request) => fetch(...request),
    nowMs: () => Date.now(),
    pageUrl: new URL(pagePath, location.origin).href,
    leaveTo: url => location.assign(url),
  });
  const config = await makeApi().get<{ readonly signIn: SignInPlace }>('/config.json');
  const place = config.ok ? config.value.signIn : undefined;
  const answer = new URLSearchParams(location.search);
  if (place !== undefined && (answer.has('code') || answer.has('error'))) {
    const returnTo = await session.finish(place, answer);
    history.replaceState(null, '', `${pagePath}${returnTo}`);
  }
  followAddress();
  const page = document.querySelector('#page');
  if (page !== null) {
    render(<App session={session} place={place} keep={keep} language={language} />, page);
  }
};

void start();
