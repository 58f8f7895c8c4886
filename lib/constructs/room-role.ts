import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/settings.ts';
import { pascalOf, type Names } from '../names.ts';
import { rights, type Rights, type TableName } from '../rights.ts';

/** What the rights of a function may point at: tables, bucket, secrets and the custodian role, all of the vault stack. */
export type RightsGround = {
  readonly names: Names;
  readonly tables: Readonly<Record<TableName, { readonly tableArn: string }>>;
  readonly archiveBucketArn: string;
  readonly edgeSecretArn: string;
  readonly loginSecretArn: string;
  readonly custodianRoleArn: string;
  readonly staffPoolArn: string;
  readonly custodianBoundaryArn: string;
};

/** A function's own role, with its fixed name and no rights yet; policies are written by `giveRights`. */
export function makeRoomRole(scope: Construct, name: FunctionName, names: Names): iam.Role {
  return new iam.Role(scope, `${pascalOf(name)}Role`, {
    roleName: names.role(name),
    description: `Runs ${name}.`,
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
}

/**
 * Writes the one identity policy of a function, here in the vault stack, from its row of rights. Nothing is granted
 * by the constructs of later stacks, which would make the stacks circular (boundary.md A6).
 */
export function giveRights(
  scope: Construct,
  name: FunctionName,
  role: iam.IRole,
  ground: RightsGround,
): iam.Policy {
  const row = rights[name];
  return new iam.Policy(scope, `${pascalOf(name)}Rights`, {
    policyName: 'Rights',
    roles: [role],
    statements: [
      writeOwnLog(scope, name, ground.names),
      ...useTables(row, ground),
      ...(row.readsEdgeSecret ? [readSecret(ground.edgeSecretArn)] : []),
      ...(row.sendsSms ? [sendSms()] : []),
      ...(row.lanes ? [useLanes(scope, row.lanes, ground.names)] : []),
      ...(row.archive ? useArchive(row.archive, ground.archiveBucketArn) : []),
      ...(row.becomesCustodian ? [becomeCustodian(ground)] : []),
      ...(row.turnsLogin ? turnLogin(ground) : row.becomesCustodian ? [readLogin(ground)] : []),
      ...(row.endsLogins ? [endLogins(ground.staffPoolArn)] : []),
      ...(row.becomesCustodian ? [fromOwnFunctionOnly(scope, name, ground)] : []),
    ],
  });
}

function writeOwnLog(scope: Construct, name: FunctionName, names: Names): iam.PolicyStatement {
  const { region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'WriteOwnLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`arn:aws:logs:${region}:${account}:log-group:${names.logGroup(name)}:*`],
  });
}

function useTables(row: Rights, ground: RightsGround): iam.PolicyStatement[] {
  const tableNames: readonly TableName[] = ['gate', 'book', 'vault', 'register'];
  return tableNames.flatMap(table => {
    const verbs = row.tables[table];
    return verbs
      ? [useTable(table, verbs, row, ground.tables[table].tableArn), ...useIndex(row, table, ground)]
      : [];
  });
}

function useTable(
  table: TableName,
  verbs: readonly string[],
  { bookRows }: Rights,
  tableArn: string,
): iam.PolicyStatement {
  const narrowed = table === 'book' && bookRows !== undefined;
  return new iam.PolicyStatement({
    sid: `Use${pascalOf(table)}`,
    actions: verbs.map(verb => `dynamodb:${verb}`),
    resources: [tableArn],
    ...(narrowed
      ? { conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': bookRows } } }
      : {}),
  });
}

/** Roots are put and read back by the archive, and read by the desk, which wants to see every version of them. */
function useArchive(way: 'write' | 'read', bucketArn: string): iam.PolicyStatement[] {
  const roots = `${bucketArn}/roots/*`;
  const use = (sid: string, actions: string[]) =>
    new iam.PolicyStatement({ sid, actions, resources: [roots] });
  if (way === 'write') return [use('PutRoots', ['s3:PutObject', 's3:GetObject'])];
  return [
    use('ReadRoots', ['s3:GetObjectVersion']),
    new iam.PolicyStatement({
      sid: 'ListRoots',
      actions: ['s3:ListBucketVersions'],
      resources: [bucketArn],
      conditions: { StringEquals: { 's3:prefix': 'roots/' } },
    }),
  ];
}

function useIndex(row: Rights, table: TableName, ground: RightsGround): iam.PolicyStatement[] {
  if (!row.index || table !== 'book') {
    return [];
  }
  const resources = [`${ground.tables.book.tableArn}/index/gsi1`];
  return [new iam.PolicyStatement({ sid: 'UseBookIndex', actions: ['dynamodb:Query'], resources })];
}

function readSecret(secretArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] });
}

/** A phone number has no ARN: everything but topics is what a message to a number needs (boundary.md F). */
function sendSms(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'SendToPhonesOnly',
    actions: ['sns:Publish'],
    notResources: ['arn:aws:sns:*:*:*'],
  });
}

function useLanes(scope: Construct, way: 'send' | 'receive', names: Names): iam.PolicyStatement {
  const receive = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return new iam.PolicyStatement({
    sid: 'UseLanes',
    actions: (way === 'send' ? ['SendMessage'] : receive).map(verb => `sqs:${verb}`),
    resources: [`arn:aws:sqs:${Stack.of(scope).region}:${Stack.of(scope).account}:${names.lanesQueue}`],
  });
}

/** Lists the people who sign in and shuts them out; nobody is let in, changed or given a group here. */
function endLogins(staffPoolArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'EndLogins',
    actions: ['ListUsers', 'AdminDisableUser', 'AdminUserGlobalSignOut'].map(verb => `cognito-idp:${verb}`),
    resources: [staffPoolArn],
  });
}

function becomeCustodian(ground: RightsGround): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'BecomeCustodian',
    actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    resources: [ground.custodianRoleArn],
  });
}

/** Callers read the login that is in use; the old session that a rotation keeps beside it is not theirs. */
function readLogin(ground: RightsGround): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadLogin',
    actions: ['secretsmanager:GetSecretValue'],
    resources: [ground.loginSecretArn],
    conditions: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
  });
}

const loginVerbs = ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
  verb => `secretsmanager:${verb}`,
);
const gateVerbs = ['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy'];

/** Trust and policies may be written while the role is under its boundary only, which the rotator cannot touch. */
function turnLogin(ground: RightsGround): iam.PolicyStatement[] {
  const role = { resources: [ground.custodianRoleArn] };
  return [
    new iam.PolicyStatement({ sid: 'KeepLogins', actions: loginVerbs, resources: [ground.loginSecretArn] }),
    new iam.PolicyStatement({ sid: 'ReadGate', actions: ['iam:GetRole', 'iam:GetRolePolicy'], ...role }),
    new iam.PolicyStatement({
      sid: 'WriteGate',
      actions: gateVerbs,
      ...role,
      conditions: { StringEquals: { 'iam:PermissionsBoundary': ground.custodianBoundaryArn } },
    }),
  ];
}

/** All this is for the function itself: neither a leaked key nor a passed role comes this far (boundary.md C). */
function fromOwnFunctionOnly(
  scope: Construct,
  name: FunctionName,
  ground: RightsGround,
): iam.PolicyStatement {
  const turning = rights[name].turnsLogin ? [...loginVerbs.slice(1), ...gateVerbs] : [];
  return new iam.PolicyStatement({
    sid: 'FromOwnFunctionOnly',
    effect: iam.Effect.DENY,
    actions: ['sts:AssumeRole', 'secretsmanager:GetSecretValue', ...turning],
    resources: ['*'],
    conditions: {
      ArnNotEquals: { 'lambda:SourceFunctionArn': functionArnByName(scope, ground.names.function(name)) },
    },
  });
}

/** The ARN of a function of this account and region by its fixed name. */
export function functionArnByName(scope: Construct, functionName: string): string {
  const { region, account } = Stack.of(scope);
  return `arn:aws:lambda:${region}:${account}:function:${functionName}`;
}
