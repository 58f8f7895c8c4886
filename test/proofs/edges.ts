/** The functions that become the custodian, and whose roles do. */
const callers = ['custodian-desk', 'custodian-deliver', 'custodian-rotate'];

/** What AdministratorAccess can do in one step; each is seen on the trail, none can be refused (security.md §1). */
const anyAdministrator = [
  ...[
    'UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy DetachRolePolicy',
    'PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole PassRole',
  ].flatMap(actions => each('iam', actions, 'custodian')),
  ...each('iam', 'CreatePolicyVersion SetDefaultPolicyVersion', 'custodian boundary'),
  ...callers.flatMap(caller => [
    ...each(
      'iam',
      'PassRole UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy',
      `the role of ${caller}`,
    ),
    ...[
      'UpdateFunctionCode UpdateFunctionConfiguration UpdateAlias AddPermission CreateFunction DeleteFunction',
      'CreateEventSourceMapping InvokeFunction',
    ].flatMap(actions => each('lambda', actions, `the function ${caller}`)),
  ]),
  ...[
    'GetSecretValue BatchGetSecretValue PutSecretValue UpdateSecret PutResourcePolicy',
    'UpdateSecretVersionStage',
  ].flatMap(actions => each('secretsmanager', actions, 'login')),
  ...each('dynamodb', 'PutResourcePolicy DeleteResourcePolicy', 'Vault'),
  ...each('cloudformation', 'UpdateStack CreateChangeSet ExecuteChangeSet SetStackPolicy', 'a stack'),
  ...each('iam', 'PassRole UpdateAssumeRolePolicy CreateRole', 'the deploying role'),
  ...each(
    'cognito-idp',
    'AdminCreateUser AdminSetUserPassword AdminAddUserToGroup UpdateUserPoolClient',
    'sign-in',
  ),
  ...each('s3', 'PutObject', 'pages'),
];

const keyAdministrator = [...anyAdministrator, ...each('kms', 'PutKeyPolicy', 'number key')];

const everywhere = {
  custodian: each('kms', 'Decrypt', 'number key'),
  'custodian-desk': [
    ...each('secretsmanager', 'GetSecretValue', 'login'),
    ...each('sts', 'AssumeRole', 'custodian'),
  ],
  'custodian-deliver': [
    ...each('secretsmanager', 'GetSecretValue', 'login'),
    ...each('sts', 'AssumeRole', 'custodian'),
  ],
  // It mends the trust and turns the login; the boundary keeps it from more, and each edit is on the trail.
  'custodian-rotate': [
    ...each('iam', 'UpdateAssumeRolePolicy PutRolePolicy', 'custodian'),
    ...each('secretsmanager', 'GetSecretValue PutSecretValue UpdateSecretVersionStage', 'login'),
    ...each('sts', 'AssumeRole', 'custodian'),
  ],
  // It starts the rotator every minute; what it hands over is fixed by the schedule.
  'pulse-schedule': each('lambda', 'InvokeFunction', 'the function custodian-rotate'),
  // It puts the built pages into their bucket while deploying, and is run by CloudFormation only.
  'web-CustomCDKBucketDeploymentMiBServiceRole': each('s3', 'PutObject', 'pages'),
  'an administrator': anyAdministrator,
  'the deploying role': keyAdministrator,
  root: keyAdministrator,
};

/**
 * Everybody who is one step from an opened number, by stage: who, with which actions on what. A new line here is a
 * decision to be argued for; key administrators of a stage are taken to hold AdministratorAccess.
 */
export const edges = {
  dev: everywhere,
  prod: { ...everywhere, 'the key administrator KeyAdministrator': keyAdministrator },
} satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

function each(service: string, actions: string, thing: string): readonly string[] {
  return actions.split(' ').map(action => `${service}:${action} on ${thing}`);
}
