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
      'CreateEventSourceMapping InvokeFunction InvokeAsync CreateFunctionUrlConfig InvokeFunctionUrl',
    ].flatMap(actions => each('lambda', actions, `the function ${caller}`)),
  ]),
  ...[
    'GetSecretValue BatchGetSecretValue PutSecretValue UpdateSecret PutResourcePolicy',
    'UpdateSecretVersionStage',
  ].flatMap(actions => each('secretsmanager', actions, 'login')),
  ...each('dynamodb', 'PutResourcePolicy DeleteResourcePolicy', 'Vault'),
  ...each('cloudformation', 'UpdateStack CreateChangeSet ExecuteChangeSet SetStackPolicy', 'a stack'),
  ...each('iam', 'PassRole UpdateAssumeRolePolicy CreateRole', 'the deploying role'),
  ...[
    'AdminCreateUser AdminSetUserPassword AdminAddUserToGroup AdminUpdateUserAttributes AdminLinkProviderForUser',
    'CreateIdentityProvider UpdateIdentityProvider CreateUserPoolClient UpdateUserPoolClient',
  ].flatMap(actions => each('cognito-idp', actions, 'sign-in')),
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
  'custodian-rotate': [
    ...each('iam', 'UpdateAssumeRolePolicy PutRolePolicy', 'custodian'),
    ...each('secretsmanager', 'GetSecretValue PutSecretValue UpdateSecretVersionStage', 'login'),
    ...each('sts', 'AssumeRole', 'custodian'),
  ],
  'pulse-schedule': each('lambda', 'InvokeFunction', 'the function custodian-rotate'),
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

/** Why each of them has its steps, and whether as a part of the house or as an administrator of the account. */
export const reasons: Readonly<
  Record<string, { readonly standing: 'house' | 'administrator'; readonly because: string }>
> = {
  custodian: {
    standing: 'house',
    because: 'It is the one that opens, for a purpose, for somebody, one shopper’s number at a time.',
  },
  'custodian-desk': {
    standing: 'house',
    because: 'A person reads a number there, after a row in the register, by the login in use.',
  },
  'custodian-deliver': {
    standing: 'house',
    because: 'It opens the numbers of a campaign’s audience, one for each message, by the login in use.',
  },
  'custodian-rotate': {
    standing: 'house',
    because:
      'It mends the trust and turns the login. The boundary keeps it from more, it opens the canary’s number only, and each of its edits is on the trail.',
  },
  'pulse-schedule': {
    standing: 'house',
    because: 'It starts the rotator every minute; what it hands over is fixed by the schedule.',
  },
  'web-CustomCDKBucketDeploymentMiBServiceRole': {
    standing: 'house',
    because: 'It puts the built pages into their bucket while deploying, and is run by CloudFormation only.',
  },
  'an administrator': {
    standing: 'administrator',
    because: 'Anybody with the policy AdministratorAccess.',
  },
  'the deploying role': {
    standing: 'administrator',
    because: 'CloudFormation’s own role, which administers the keys.',
  },
  root: { standing: 'administrator', because: 'The account’s root user, who may save a locked key.' },
  'the key administrator KeyAdministrator': {
    standing: 'administrator',
    because: 'A role that the stage names, taken to hold AdministratorAccess.',
  },
};

function each(service: string, actions: string, thing: string): readonly string[] {
  return actions.split(' ').map(action => `${service}:${action} on ${thing}`);
}
