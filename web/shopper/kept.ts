import { keepFor, readKept } from '../paper/keep.ts';
import type { ChallengeStarted } from './answers.ts';
import type { Route } from './route.ts';

/**
 * A verification under way: the number stays in this tab only, since a resend and the confirmation need it. `over` is
 * the code of the refusal after which it cannot go on.
 */
export type Pending = ChallengeStarted & {
  readonly phone: string;
  readonly unsure?: boolean;
  readonly over?: string;
};

const tab = keepFor('session');
const browser = keepFor('local');

/** The verification under way, so that a reload in its middle loses nothing. */
export const pending = {
  read: (): Pending | undefined => readKept<Pending>(tab, 'mogiri.challenge'),
  write: (challenge: Pending): void => tab.write('mogiri.challenge', JSON.stringify(challenge)),
  /** Notes what is new about this challenge, unless it is over with or another has begun. */
  note: (challengeId: string, news: Partial<Pending>): void => {
    const challenge = pending.read();
    if (challenge?.challengeId === challengeId) pending.write({ ...challenge, ...news });
  },
  drop: (): void => tab.drop('mogiri.challenge'),
};

/** Where to go once signed in. */
export const destination = {
  write: (route: Route): void => tab.write('mogiri.destination', JSON.stringify(route)),
  take: (): Route => {
    const route = readKept<Route>(tab, 'mogiri.destination') ?? { at: 'wallet' };
    tab.drop('mogiri.destination');
    return route;
  },
};

/** Whether this browser signed in before: a hint that saves a question, never a right. */
export const signedInHint = {
  read: (): boolean => browser.read('mogiri.signed-in') === 'yes',
  write: (): void => browser.write('mogiri.signed-in', 'yes'),
  drop: (): void => browser.drop('mogiri.signed-in'),
  /** Hears that another tab of this browser signed in. */
  watch: (signedIn: () => void): void =>
    addEventListener('storage', ({ key, newValue }) => {
      if (key === 'mogiri.signed-in' && newValue === 'yes') signedIn();
    }),
};

/** What is typed into the number field, kept in memory over a change of language; undefined before anything is. */
export const numberDraft: { text: string | undefined } = { text: undefined };

/** What is typed into the code field of a challenge, kept the same way. */
export const codeDraft = { challengeId: '', text: '' };
