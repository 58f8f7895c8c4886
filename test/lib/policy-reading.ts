import { isDeepStrictEqual } from 'node:util';

/** A policy statement with every single value made a list. */
export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Principal: readonly unknown[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resource: readonly unknown[];
  readonly NotResource: readonly unknown[];
};

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function principalsOf(principal: unknown): readonly unknown[] {
  if (principal === undefined || typeof principal === 'string') {
    return list(principal);
  }
  return Object.values(principal as Record<string, unknown>).flatMap(list);
}

/** The statements of a policy document as a template holds it. */
export function statementsOf(document: unknown): readonly Statement[] {
  const { Statement } = document as { readonly Statement: unknown };
  return list(Statement).map(raw => {
    const statement = raw as Record<string, unknown>;
    return {
      ...statement,
      Action: list(statement['Action']),
      Principal: principalsOf(statement['Principal']),
      Condition: statement['Condition'] ?? {},
      Resource: list(statement['Resource']),
      NotResource: list(statement['NotResource']),
    } as unknown as Statement;
  });
}

/** The one statement with this Sid. */
export function withSid(document: unknown, sid: string): Statement {
  const found = statementsOf(document).filter(statement => statement.Sid === sid);
  const [first] = found;
  if (!first || found.length !== 1) {
    throw new Error(`${found.length} statements are called ${sid}`);
  }
  return first;
}

/** Every policy document inside a value: anything with a `Statement`. */
export function documentsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const inner = Object.values(value).flatMap(documentsIn);
  return 'Statement' in value ? [value, ...inner] : inner;
}

/** A template value with pseudo parameters filled in and references shown by the id they name. */
export function flat(value: unknown, account = '123456789012'): string {
  if (typeof value === 'string') {
    return value;
  }
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (isDeepStrictEqual(ref, 'AWS::AccountId')) {
    return account;
  }
  if (Array.isArray(join)) {
    const [separator, parts] = join as [string, unknown[]];
    return parts.map(part => flat(part, account)).join(separator);
  }
  const imported = (value as Record<string, unknown>)['Fn::ImportValue'];
  return `<${String(imported ?? (Array.isArray(attribute) ? attribute.join('.') : ref))}>`;
}
