import { entriesOf } from './json-shape.ts';
import { PolicyError } from './policy-error.ts';
import type { PolicyDocument } from './request.ts';
import { type DocumentKind, parseStatement, type Statement } from './statement.ts';

const parsed: Readonly<Record<DocumentKind, WeakMap<PolicyDocument, readonly Statement[]>>> = {
  identity: new WeakMap(),
  resource: new WeakMap(),
  key: new WeakMap(),
  trust: new WeakMap(),
};

/**
 * The statements of a document, parsed once and kept as long as the document object lives: a changed policy must be a
 * new object. Variables count only under Version 2012-10-17; without a Version it is 2008-10-17, as in IAM.
 */
export function statementsOf(document: PolicyDocument, kind: DocumentKind): readonly Statement[] {
  const known = parsed[kind].get(document);
  if (known !== undefined) return known;
  const statements = parseDocument(document, kind);
  parsed[kind].set(document, statements);
  return statements;
}

function parseDocument(document: PolicyDocument, kind: DocumentKind): readonly Statement[] {
  for (const [name, value] of entriesOf(document, 'document')) checkElement(name, value, kind);
  const list: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (list.length === 0) throw new PolicyError('Statement', 'a policy has at least one statement');
  const variables = document.Version === '2012-10-17';
  const statements = list.map((item, at) =>
    parseStatement(item, { kind, variables, place: `Statement[${at}]` }),
  );
  const sids = statements.flatMap(statement => statement.sid ?? []);
  if (new Set(sids).size !== sids.length) throw new PolicyError('Statement', 'the same Sid twice');
  return statements;
}

function checkElement(name: string, value: unknown, kind: DocumentKind): void {
  if (name === 'Statement') return;
  if (name === 'Version' && (value === '2012-10-17' || value === '2008-10-17' || value === undefined)) return;
  if (name === 'Id' && (value === undefined || (typeof value === 'string' && kind !== 'identity'))) return;
  throw new PolicyError('document', 'a policy has Version, Id (not in identity policies) and Statement');
}
