import type { PolicyDocument } from '../../policy/request.ts';
import type { BucketResource, RoleResource, TableResource } from '../../local/deployment.ts';
import { opener } from './promises.ts';
import { bucketNamed, keyNamed, keyNames, type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

/** A statement as it stands in a template. */
export type RawStatement = Readonly<Record<string, unknown>>;

/** What is done to the statements of one document. */
export type Edit = (statements: readonly RawStatement[]) => readonly RawStatement[];

/** The same house with another policy on one of the keys. */
export function withKey(house: ProvenHouse, name: string, edit: Edit): ProvenHouse {
  const { arn } = keyNamed(house, name);
  const keys = house.deployment.keys.map(key =>
    key.arn === arn ? { ...key, policy: edited(key.policy, edit) } : key,
  );
  return { ...house, deployment: { ...house.deployment, keys } };
}

/** The same house with one role changed. */
export function withRole(
  house: ProvenHouse,
  name: string,
  change: (role: RoleResource) => RoleResource,
): ProvenHouse {
  const { arn } = roleNamed(house, name);
  const roles = house.deployment.roles.map(role => (role.arn === arn ? change(role) : role));
  return { ...house, deployment: { ...house.deployment, roles } };
}

/** The same house with one role without its permissions boundary. */
export function withoutBoundary(house: ProvenHouse, name: string): ProvenHouse {
  return withRole(house, name, role => {
    const { boundary: _, ...rest } = role;
    return rest;
  });
}

/** The same house with another permissions boundary on one role, which must have one. */
export function withBoundary(house: ProvenHouse, name: string, edit: Edit): ProvenHouse {
  return withRole(house, name, role => {
    if (role.boundary === undefined) throw new Error(`${name} has no boundary`);
    return { ...role, boundary: edited(role.boundary, edit) };
  });
}

/** The same house with another trust on one role. */
export function withTrust(house: ProvenHouse, name: string, edit: Edit): ProvenHouse {
  return withRole(house, name, role => ({ ...role, trust: edited(role.trust, edit) }));
}

/** The same house with every policy of one role edited, boundary included where it has one. */
export function withPolicies(house: ProvenHouse, name: string, edit: Edit): ProvenHouse {
  return withRole(house, name, role => ({
    ...role,
    policies: role.policies.map(policy => ({ ...policy, document: edited(policy.document, edit) })),
    ...(role.boundary === undefined ? {} : { boundary: edited(role.boundary, edit) }),
  }));
}

/** The same house in which one role may do more. */
export function allowing(
  house: ProvenHouse,
  name: string,
  action: string | readonly string[],
  resource: string,
): ProvenHouse {
  const more = policyOf([{ Effect: 'Allow', Action: action, Resource: resource }]);
  return withRole(house, name, role => ({
    ...role,
    policies: [...role.policies, { name: 'More', document: more }],
  }));
}

/** The same house with another policy on one table; `undefined` takes the policy away. */
export function withTable(house: ProvenHouse, name: string, edit: Edit | undefined): ProvenHouse {
  const { arn } = tableNamed(house, name);
  const tables = house.deployment.tables.map(table => (table.arn === arn ? editTable(table, edit) : table));
  return { ...house, deployment: { ...house.deployment, tables } };
}

/** The same house with one bucket changed. */
export function withBucket(
  house: ProvenHouse,
  name: string,
  change: (bucket: BucketResource) => BucketResource,
): ProvenHouse {
  const { arn } = bucketNamed(house, name);
  const buckets = house.deployment.buckets.map(bucket => (bucket.arn === arn ? change(bucket) : bucket));
  return { ...house, deployment: { ...house.deployment, buckets } };
}

/** The same house with another policy on one bucket; `undefined` takes the policy away. */
export function withBucketPolicy(house: ProvenHouse, name: string, edit: Edit | undefined): ProvenHouse {
  return withBucket(house, name, ({ resourcePolicy, ...rest }) => {
    if (edit === undefined) return rest;
    if (resourcePolicy === undefined) throw new Error(`${name} has no policy`);
    return { ...rest, resourcePolicy: edited(resourcePolicy, edit) };
  });
}

function editTable(table: TableResource, edit: Edit | undefined): TableResource {
  const { resourcePolicy, ...rest } = table;
  const kept = edit === undefined || resourcePolicy === undefined ? undefined : edited(resourcePolicy, edit);
  return kept === undefined ? rest : { ...rest, resourcePolicy: kept };
}

/** The same house without any Deny in key and table policies and without boundaries: what the Allows alone let through. */
export function allowsAlone(house: ProvenHouse): ProvenHouse {
  const allows: Edit = statements => statements.filter(({ Effect }) => Effect === 'Allow');
  const unbounded = withoutBoundary(house, opener);
  const open = keyNames(house).reduce((left, key) => withKey(left, key, allows), unbounded);
  return ['Vault', 'Register'].reduce((left, table) => withTable(left, table, undefined), open);
}

/** The statements with the one of this Sid changed, or dropped where `change` answers undefined. */
export function bySid(sid: string, change: (statement: RawStatement) => RawStatement | undefined): Edit {
  return statements => {
    if (!statements.some(({ Sid }) => Sid === sid)) throw new Error(`no statement is called ${sid}`);
    return statements.flatMap(statement =>
      statement['Sid'] === sid ? [change(statement)].filter(kept => kept !== undefined) : [statement],
    );
  };
}

/** The statements with this one besides. */
export function plus(statement: RawStatement): Edit {
  return statements => [...statements, { Effect: 'Allow', ...statement }];
}

/** A statement whose condition on `key` under `operator` says something else, or is gone where `value` is undefined. */
export function conditioned(
  statement: RawStatement,
  operator: string,
  key: string,
  value: unknown,
): RawStatement {
  const condition = statement['Condition'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const { [key]: old, ...others } = condition[operator] ?? {};
  if (old === undefined) throw new Error(`there is no condition ${operator} ${key}`);
  const { [operator]: _, ...rest } = condition;
  const tests = value === undefined ? others : { ...others, [key]: value };
  return {
    ...statement,
    Condition: Object.keys(tests).length === 0 ? rest : { ...rest, [operator]: tests },
  };
}

/** Drops a condition of a statement, or sets it where a value is given. */
export function without(operator: string, key: string, value?: unknown) {
  return (statement: RawStatement): RawStatement => conditioned(statement, operator, key, value);
}

/** Drops a statement. */
export const drop = () => undefined;

/** Adds an action to a statement. */
export function alsoDoing(action: string) {
  return (statement: RawStatement): RawStatement => ({
    ...statement,
    Action: [statement['Action'], action].flat(),
  });
}

/** Adds to a key policy an Allow for a role of the templates. */
export function openedTo(house: ProvenHouse, role: string, action: string): Edit {
  return plus({ Principal: { AWS: roleNamed(house, role).arn }, Action: action, Resource: '*' });
}

/** A statement without one of its actions. */
export function withoutAction(statement: RawStatement, action: string): RawStatement {
  const actions = [statement['Action']].flat();
  if (!actions.includes(action)) throw new Error(`there is no ${action} to leave out`);
  return { ...statement, Action: actions.filter(other => other !== action) };
}

/** A document of the current version. */
export function policyOf(statements: readonly RawStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A document with its statements edited. */
export function edited(document: PolicyDocument, edit: Edit): PolicyDocument {
  return policyOf(edit([document.Statement].flat() as readonly RawStatement[]));
}
