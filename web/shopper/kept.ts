import { keepFor, readKept } from '../paper/keep.ts';
import type { ChallengeStarted } from './answers.ts';
import type { Route } from './route.ts';

/** A verification under way: the number stays in this tab only, since a resend and the confirmation need it. */
export type Pending = ChallengeStarted & { readonly phone: string; readonly unsure?: boolean };

const tab = keepFor('session');
const browser = keepFor('local');

/** The verification under way, so that a reload in its middle loses nothing. */
export const pending = {
  read: (): Pending | undefined => readKept<Pending>(tab, 'mogiri.challenge'),
  write: (challenge: Pending): void => tab.write('mogiri.challenge', JSON.stringify(challenge)),
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
};

/** What is typed into the number field, kept in memory over a change of language. */
export const numberDraft = { text: '' };
