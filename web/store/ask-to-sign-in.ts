import type { Answer } from '../paper/api.ts';
import { signedIn } from './place.ts';
import type { Till } from './till.ts';

/** True when the till's session is over: the sign-in comes next and says so. */
export function askToSignIn(till: Till, answer: Answer<unknown>): boolean {
  if (answer.ok || answer.problem.status !== 401) return false;
  signedIn.drop();
  till.go({ at: 'sign-in', why: till.words.signInAgain });
  return true;
}
