import type { Refusal } from './domain/refusal.ts';
import type { Asked, Knock } from './knock.ts';

/** What a verb gives back: the answer's body and, where a session begins or ends, cookies to set. */
export type Reply<T> = { readonly body: T; readonly cookies?: readonly string[] };

/** Answers a request whose caller the door let in. */
export type Verb<Body, Answer> = (knock: Knock<Body>) => Promise<Reply<Answer> | Refusal>;

/** A verb that is ready once something is read, which begins while the door still asks who is there. */
export type VerbAhead<Body, Answer> = {
  readonly readAhead: (asked: Asked<Body>) => Promise<Verb<Body, Answer>>;
};

/** The verb behind a route, whether it reads ahead or not. */
export type AnyVerb<Body, Answer> = Verb<Body, Answer> | VerbAhead<Body, Answer>;

/**
 * A verb that reads what its request names while the door asks who is there: two waits become one. `read` changes
 * nothing and is handed to nobody whom the door does not let in.
 */
export function readingAhead<Body, Answer, Found>(
  read: (asked: Asked<Body>) => Promise<Found>,
  verb: (knock: Knock<Body>, found: Found) => Promise<Reply<Answer> | Refusal>,
): VerbAhead<Body, Answer> {
  return {
    readAhead: async asked => {
      const found = await read(asked);
      return knock => verb(knock, found);
    },
  };
}
