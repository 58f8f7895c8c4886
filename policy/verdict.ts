import { statementsOf } from './document.ts';
import type { Reach } from './principal.ts';
import type { Question } from './question.ts';
import type { PolicyDocument } from './request.ts';
import { applies, type DocumentKind } from './statement.ts';

/**
 * What some documents say about a request, by Sid or place: the statement that denies it, and the first that allows
 * it for each way of reaching the caller.
 */
export type Verdict = {
  readonly deny: string | undefined;
  readonly allow: Readonly<Partial<Record<Reach, string>>>;
};

/** A document with the name of its place, e.g. `identity[0]`. */
export type NamedDocument = { readonly name: string; readonly document: PolicyDocument };

/** Reads every statement of the documents, also behind a deny, so that a malformed one always throws. */
export function judge(question: Question, kind: DocumentKind, documents: readonly NamedDocument[]): Verdict {
  let deny: string | undefined;
  const allow: Partial<Record<Reach, string>> = {};
  for (const { name, document } of documents) {
    for (const [at, statement] of statementsOf(document, kind).entries()) {
      const reach = applies(statement, question);
      if (reach === undefined) continue;
      const label = statement.sid ?? `${name}.Statement[${at}]`;
      if (statement.effect === 'Deny') deny ??= label;
      else allow[reach] ??= label;
    }
  }
  return { deny, allow };
}
