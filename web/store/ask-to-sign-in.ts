import type { Answer } from '../paper/api.ts';
import { enrolled, signedIn } from './place.ts';
import type { Screen, Till } from './till.ts';

/** Where a till without a session stands: on an enrolled device people choose who they are. */
export function doorScreen(why?: string): Screen {
  const at = enrolled.read() ? 'who' : 'sign-in';
  return why === undefined ? { at } : { at, why };
}

/** True when the till's session is over: the sign-in comes next and says so. */
export function askToSignIn(till: Till, answer: Answer<unknown>): boolean {
  if (answer.ok || answer.problem.status !== 401) return false;
  signedIn.drop();
  till.go(doorScreen(till.words.signInAgain));
  return true;
}
