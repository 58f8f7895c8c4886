import type { Answer } from '../paper/api.ts';
import type { Desk } from './desk.ts';
import { destination, signedInHint } from './kept.ts';
import { forgetView } from './kept-view.ts';
import type { Route } from './route.ts';

/** True when the answer says that nobody is signed in: the number step comes next, then `back` again. */
export function signInAgain(desk: Desk, answer: Answer<unknown>, back: Route): boolean {
  if (answer.ok || answer.problem.status !== 401) return false;
  signedInHint.drop();
  void forgetView();
  destination.write(back);
  desk.go({ at: 'number' }, 'replace');
  return true;
}
