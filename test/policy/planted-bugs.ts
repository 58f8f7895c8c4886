import type { PolicyDocument, PolicySet } from '../../policy/request.ts';
import type { Case } from './generated-cases.ts';
import { OWN, session } from './requests.ts';

type Statement = Record<string, unknown> & { Condition?: Record<string, Record<string, string[]>> };
type Edit = (statement: Statement) => Statement | undefined;

/**
 * Mistakes an evaluator could make, each as a rewriting after which the correct one answers as the mistaken one
 * would. The generated cases must be able to tell every one of them from the truth.
 */
export const plantedBugs: Readonly<Record<string, (item: Case) => Case>> = {
  'forgets explicit denies': statements(statement =>
    statement['Effect'] === 'Deny' ? undefined : statement,
  ),
  'forgets the boundary': policies(without('boundary')),
  'forgets the session policy': policies(without('session')),
  'forgets identity policies': policies(set => ({ ...set, identity: [] })),
  'forgets the resource side': policies(set => ({
    ...set,
    ...(set.resource && { resource: { ...set.resource, document: silent(set.resource.kind) } }),
  })),
  'reads NotAction as Action': statements(renamed('NotAction', 'Action')),
  'reads NotResource as Resource': statements(renamed('NotResource', 'Resource')),
  'compares actions with case': text(/DynamoDB:getitem|STS:assume\*/gu, 'none:none'),
  'takes ? in an action for a letter': text(/dynamodb:\?etItem/gu, 'none:none'),
  'lets negated operators fail on an absent key': conditions((operator, key) =>
    /Not/u.test(operator) && !operator.endsWith('IfExists') ? present(key) : {},
  ),
  'lets ForAllValues fail on an absent key': conditions((operator, key) =>
    operator.startsWith('ForAllValues') ? present(key) : {},
  ),
  'ignores IfExists': operators(name => name.replace('IfExists', '')),
  'reads ForAnyValue as ForAllValues': operators(name => name.replace('ForAnyValue', 'ForAllValues')),
  'reads ForAllValues as ForAnyValue': operators(name => name.replace('ForAllValues', 'ForAnyValue')),
  'ignores case in StringEquals': operators(name =>
    name.replace(/StringEquals(?!Ignore)/u, 'StringEqualsIgnoreCase'),
  ),
  'takes * in StringEquals for a wildcard': operators(name =>
    name.replace(/StringEquals(?!Ignore)/u, 'StringLike'),
  ),
  'mixes up less and less or equal': operators(name => name.replace(/LessThan(?!Equals)/u, 'LessThanEquals')),
  'turns NotIpAddress round': operators(name => name.replace('NotIpAddress', 'IpAddress')),
  'needs only the first condition': statements(({ Condition, ...rest }) =>
    Condition === undefined
      ? rest
      : { ...rest, Condition: Object.fromEntries(Object.entries(Condition).slice(0, 1)) },
  ),
  'leaves variables as they stand': documents(document => ({ ...document, Version: '2008-10-17' })),
  'takes a role for its whole account': text(
    /arn:aws:iam::(\d{12}):role\/(?:clerk|keeper)(?=")/gu,
    '$1',
    'Principal',
  ),
  'lets an account principal grant directly': text(
    new RegExp(`"(?:arn:aws:iam::)?${OWN}(?::root)?"`, 'gu'),
    '"*"',
    'Principal',
  ),
  'lets a role ARN pass the boundary': text(
    /arn:aws:iam::(\d{12}):role\/clerk(?=")/gu,
    session('clerk', 'one').arn,
    'Principal',
  ),
  'takes a session for its role': text(
    /arn:aws:sts::(\d{12}):assumed-role\/(\w+)\/one/gu,
    'arn:aws:iam::$1:role/$2',
    'Principal',
  ),
  'forgets whose account it is': item =>
    item.request.caller.kind === 'role'
      ? { ...item, request: { ...item.request, caller: { ...item.request.caller, account: OWN } } }
      : item,
};

function silent(kind: 'key' | 'trust' | 'resource'): PolicyDocument {
  const resource = kind === 'trust' ? {} : { Resource: '*' };
  return { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'none:none', ...resource }] };
}

function policies(edit: (set: PolicySet) => PolicySet) {
  return (item: Case): Case => ({ ...item, policies: edit(item.policies) });
}

function without(name: 'boundary' | 'session') {
  return (set: PolicySet): PolicySet => {
    const rest: { -readonly [key in keyof PolicySet]: PolicySet[key] } = { ...set };
    delete rest[name];
    return rest;
  };
}

function documents(edit: (document: PolicyDocument) => PolicyDocument) {
  return policies(set => ({
    identity: set.identity.map(edit),
    ...(set.boundary && { boundary: edit(set.boundary) }),
    ...(set.session && { session: edit(set.session) }),
    ...(set.resource && { resource: { ...set.resource, document: edit(set.resource.document) } }),
  }));
}

function statements(edit: Edit) {
  return documents(document => {
    const kept = (document.Statement as Statement[]).flatMap(statement => edit(statement) ?? []);
    return { ...document, Statement: kept.length > 0 ? kept : [idle(document)] };
  });
}

/** In place of a document that lost all its statements: it must not become malformed. */
function idle(document: PolicyDocument): Statement {
  const [{ Principal, Resource, NotResource }] = document.Statement as [Statement];
  const resource = Resource === undefined && NotResource === undefined ? {} : { Resource: '*' };
  return {
    Effect: 'Deny',
    Action: 'none:none',
    ...resource,
    ...(Principal === undefined ? {} : { Principal }),
  };
}

function renamed(from: string, to: string): Edit {
  return ({ [from]: list, ...rest }) => (list === undefined ? rest : { ...rest, [to]: list });
}

function text(from: RegExp, to: string, within?: string) {
  const edit = (part: unknown): unknown =>
    part === undefined ? part : JSON.parse(JSON.stringify(part).replace(from, to));
  return statements(statement =>
    within === undefined
      ? (edit(statement) as Statement)
      : { ...statement, ...(within in statement && { [within]: edit(statement[within]) }) },
  );
}

function operators(edit: (name: string) => string) {
  return statements(({ Condition, ...rest }) => {
    if (Condition === undefined) return rest;
    const block: Record<string, Record<string, string[]>> = {};
    for (const [name, keys] of Object.entries(Condition))
      block[edit(name)] = { ...block[edit(name)], ...keys };
    return { ...rest, Condition: block };
  });
}

function conditions(added: (operator: string, key: string) => Record<string, string>) {
  return statements(({ Condition, ...rest }) => {
    if (Condition === undefined) return rest;
    const extra: Record<string, string> = {};
    for (const [operator, keys] of Object.entries(Condition)) {
      for (const key of Object.keys(keys)) Object.assign(extra, added(operator, key));
    }
    if (Object.keys(extra).length === 0) return { ...rest, Condition };
    return { ...rest, Condition: { ...Condition, Null: { ...Condition['Null'], ...extra } as never } };
  });
}

function present(key: string): Record<string, string> {
  return { [key]: 'false' };
}
