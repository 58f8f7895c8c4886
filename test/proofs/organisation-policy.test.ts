import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../local/builds/artifacts.ts';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller, Context, PolicyDocument } from '../../policy/request.ts';
import { administratorAccess, deployRoleArn } from './principals.ts';
import { keyNamed, readHouse, roleNamed, shortName, tableNamed } from './proven-house.ts';

const text = readFileSync(join(projectRoot, 'docs', 'organisation-policy.json'), 'utf8');
const policy = JSON.parse(text) as PolicyDocument;
const house = readHouse();
const { account, region, roles, functions } = house.deployment;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const numberKey = keyNamed(house, 'number');
const cdk = (kind: string) => role(`cdk-hnb659fds-${kind}-role-${account}-${region}`);

const sessionOf = (roleArn: string): Caller => ({
  kind: 'role',
  account,
  roleArn,
  arn: `arn:aws:sts::${account}:assumed-role/${roleArn.slice(roleArn.lastIndexOf('/') + 1)}/mika`,
});
const administrator = sessionOf(role('Administrator'));
const root = { kind: 'root', account, arn: `arn:aws:iam::${account}:root` } as const;
const deploying = sessionOf(deployRoleArn(house));
const rotator = sessionOf(roleNamed(house, 'custodian-rotate').arn);

/**
 * Whether the organisation's policy stops this caller, whatever else allows it. Such a policy is a Deny on top of the
 * account's own policies, so it is asked as one of a caller who may everything.
 */
function isStopped(caller: Caller, action: string, resource: string, more: Context = {}): boolean {
  const aliases = resource.includes(':key/') ? { 'kms:ResourceAliases': [...numberKey.aliases] } : {};
  const context = {
    'aws:PrincipalArn': caller.kind === 'role' ? caller.roleArn : root.arn,
    ...aliases,
    ...more,
  };
  const open: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  };
  const openTrust: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
  };
  const guard = action.startsWith('sts:')
    ? ({ kind: 'trust', document: openTrust } as const)
    : ({ kind: resource.includes(':key/') ? 'key' : 'resource', document: open } as const);
  const request = { caller, action, resource, resourceAccount: account, context };
  const decision = evaluate(request, { identity: [administratorAccess, policy], resource: guard });
  if (!decision.allowed && decision.reason !== 'explicit-deny')
    throw new Error(`${action}: ${decision.reason}`);
  return !decision.allowed;
}

const custodian = roleNamed(house, 'custodian').arn;
const ofCustodianRoom = ['custodian-desk', 'custodian-deliver', 'custodian-rotate'];
const callerRoles = ofCustodianRoom.map(name => roleNamed(house, name).arn);
const callerFunctions = functions.filter(({ name }) => name.includes('-custodian-')).map(({ arn }) => arn);
const boundary = `arn:aws:iam::${account}:policy/mogiri-dev-custodian-boundary`;
const login = house.deployment.secrets.find(({ name }) => name === 'mogiri-dev-custodian-login')?.arn ?? '';
const alias = `arn:aws:kms:${region}:${account}:alias/mogiri-dev-number`;
const alarm = `arn:aws:cloudwatch:${region}:${account}:alarm:mogiri-dev-boundary-touched`;
const trail = `arn:aws:cloudtrail:${region}:${account}:trail/mogiri-dev-trail`;
const trailLog = `arn:aws:logs:${region}:${account}:log-group:/aws/cloudtrail/mogiri-dev-trail:*`;
const bucket = 'arn:aws:s3:::mogiri-dev-vault-registerarchivebucket1234abcd-xyz';
const vault = tableNamed(house, 'Vault').arn;

const words = (...lines: readonly string[]) => lines.flatMap(line => line.split(' '));
const roleEdits = words(
  'AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary',
  'DeleteRolePolicy DetachRolePolicy PassRole PutRolePermissionsBoundary',
  'PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole',
  'UpdateRoleDescription',
);
const on = (service: string, names: string, ...resources: readonly string[]) =>
  names.split(' ').flatMap(name => resources.map(resource => [`${service}:${name}`, resource] as const));

/** What leads to an opened number, or hides that it did. */
const steps = [
  ...on('iam', roleEdits.join(' '), custodian, ...callerRoles),
  ...on('iam', 'CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy DeletePolicyVersion', boundary),
  ...on(
    'lambda',
    'UpdateFunctionCode UpdateFunctionConfiguration AddPermission CreateFunction DeleteFunction',
    ...callerFunctions,
  ),
  ...on('kms', 'PutKeyPolicy CreateGrant ScheduleKeyDeletion DisableKey', numberKey.arn),
  ...on('kms', 'CreateAlias UpdateAlias DeleteAlias', alias),
  ...on('secretsmanager', 'GetSecretValue PutSecretValue UpdateSecretVersionStage UpdateSecret', login),
  ...on('secretsmanager', 'PutResourcePolicy DeleteSecret ReplicateSecretToRegions RotateSecret', login),
  ...on('cloudtrail', 'StopLogging DeleteTrail UpdateTrail PutEventSelectors', trail),
  ...on('logs', 'DeleteMetricFilter PutMetricFilter DeleteLogGroup', trailLog),
  ...on('cloudwatch', 'DeleteAlarms DisableAlarmActions PutMetricAlarm SetAlarmState', alarm),
  ...on('dynamodb', 'PutResourcePolicy DeleteResourcePolicy', vault),
  ...on(
    's3',
    'PutBucketPolicy DeleteBucketPolicy PutBucketVersioning PutBucketObjectLockConfiguration',
    bucket,
  ),
  ...on('s3', 'PutObjectRetention BypassGovernanceRetention DeleteObjectVersion', `${bucket}/roots/1`),
];

describe('the organisation’s policy', () => {
  test('is short enough for AWS', () => {
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(5120);
  });

  test.each(steps)('stops an administrator and root at %s on %s, not a deploy', (action, resource) => {
    expect(isStopped(administrator, action, resource)).toBe(true);
    expect(isStopped(root, action, resource)).toBe(true);
    expect(isStopped(deploying, action, resource)).toBe(false);
  });

  test('lets the rotator turn the login, and nothing more', () => {
    const its = steps.filter(([action, resource]) => !isStopped(rotator, action, resource));
    expect(its.map(([action, resource]) => `${action} ${shortName(house, resource)}`)).toEqual([
      'iam:PutRolePolicy custodian',
      'iam:UpdateAssumeRolePolicy custodian',
      ...on(
        'secretsmanager',
        'GetSecretValue PutSecretValue UpdateSecretVersionStage UpdateSecret PutResourcePolicy DeleteSecret ReplicateSecretToRegions RotateSecret',
        shortName(house, login),
      ).map(step => step.join(' ')),
    ]);
  });

  test('lets the functions work: every role of the templates does what it did, as far as it could', () => {
    const reading = ['custodian-desk', 'custodian-deliver', 'custodian-rotate'];
    const readers = roles.filter(
      ({ arn }) => !isStopped(sessionOf(arn), 'secretsmanager:GetSecretValue', login),
    );
    expect(readers.map(({ arn }) => shortName(house, arn)).sort()).toEqual([...reading].sort());
    for (const { arn } of roles) expect(isStopped(sessionOf(arn), 'sts:AssumeRole', custodian)).toBe(false);
    const scheduler = sessionOf(roleNamed(house, 'pulse-schedule').arn);
    for (const arn of callerFunctions) expect(isStopped(scheduler, 'lambda:InvokeFunction', arn)).toBe(false);
  });

  test('stops a call of the desk that comes past the API, with a person invented', () => {
    for (const arn of callerFunctions) {
      expect(isStopped(administrator, 'lambda:InvokeFunction', arn)).toBe(true);
      expect(isStopped(deploying, 'lambda:InvokeFunction', arn)).toBe(true);
    }
  });

  test('leaves the rest of the account to its administrators', () => {
    const others = [
      ...on('iam', roleEdits.join(' '), role('Billing')),
      ...on(
        'lambda',
        'UpdateFunctionCode InvokeFunction',
        `arn:aws:lambda:${region}:${account}:function:billing`,
      ),
      ...on(
        'secretsmanager',
        'GetSecretValue',
        `arn:aws:secretsmanager:${region}:${account}:secret:billing-AbCdEf`,
      ),
      ...on('cloudwatch', 'DescribeAlarms', alarm),
      ...on('iam', 'GetRole GetRolePolicy ListRolePolicies', custodian),
      ...on(
        'cloudformation',
        'DescribeStacks CreateStack',
        `arn:aws:cloudformation:${region}:${account}:stack/x/1`,
      ),
    ];
    expect(others.filter(([action, resource]) => isStopped(administrator, action, resource))).toEqual([]);
    const anyKey = `arn:aws:kms:${region}:${account}:key/00000000-0000-0000-0000-000000000000`;
    const others2 = { 'kms:ResourceAliases': ['alias/billing'] };
    expect(isStopped(administrator, 'kms:PutKeyPolicy', anyKey, others2)).toBe(false);
  });
});

describe('whoever may deploy may everything, so', () => {
  const stack = `arn:aws:cloudformation:${region}:${account}:stack/mogiri-dev-custodian/1`;

  test('only the deployer becomes CDK’s roles', () => {
    const kinds = ['deploy', 'file-publishing', 'lookup', 'image-publishing'];
    for (const kind of kinds) {
      expect(isStopped(administrator, 'sts:AssumeRole', cdk(kind))).toBe(true);
      expect(isStopped(sessionOf(role('MogiriDeployer')), 'sts:AssumeRole', cdk(kind))).toBe(false);
    }
  });

  test('only CDK’s deploying role hands templates to CloudFormation', () => {
    const deployer = sessionOf(cdk('deploy'));
    const handed = [
      ...on('cloudformation', 'UpdateStack CreateChangeSet ExecuteChangeSet DeleteStack', stack),
      ['iam:PassRole', cdk('cfn-exec')] as const,
    ];
    for (const [action, resource] of handed) {
      expect(isStopped(administrator, action, resource)).toBe(true);
      expect(isStopped(deployer, action, resource)).toBe(false);
    }
  });

  test('nobody makes or edits a role with such a name, with a path or without', () => {
    const made = [
      'cdk-x-cfn-exec-role-1',
      'cdk-x/y-cfn-exec-role-1',
      'cdk-x-deploy-role-1',
      'MogiriDeployer',
    ];
    for (const name of made) {
      for (const action of [
        'iam:CreateRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:PutRolePolicy',
        'iam:AttachRolePolicy',
      ]) {
        expect(isStopped(administrator, action, role(name))).toBe(true);
        expect(isStopped(deploying, action, role(name))).toBe(true);
      }
    }
  });

  test('only CDK’s publishing role writes the code that is deployed', () => {
    const asset = `arn:aws:s3:::cdk-hnb659fds-assets-${account}-${region}/desk.zip`;
    expect(isStopped(administrator, 's3:PutObject', asset)).toBe(true);
    expect(isStopped(sessionOf(cdk('file-publishing')), 's3:PutObject', asset)).toBe(false);
  });
});
