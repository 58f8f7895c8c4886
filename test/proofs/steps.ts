import { promisedCallers } from './promises.ts';

/** A kind of step: actions on a thing, and how it leads to an opened number. */
export type Step = { readonly on: string; readonly actions: readonly string[]; readonly because: string };

const named = (service: string, names: string) => names.split(' ').map(name => `${service}:${name}`);

/** Every kind of step that is looked for; what is in no list here is no way to an opened number that we know of. */
export const steps: readonly Step[] = [
  {
    on: 'custodian',
    actions: named(
      'iam',
      'UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole PassRole',
    ),
    because: 'changes who becomes the custodian, or what it may',
  },
  {
    on: 'custodian boundary',
    actions: named('iam', 'CreatePolicyVersion SetDefaultPolicyVersion'),
    because: 'widens what the custodian can ever do',
  },
  ...promisedCallers.flatMap(({ role }) => stepsAs(role)),
  {
    on: 'login',
    actions: named(
      'secretsmanager',
      'GetSecretValue BatchGetSecretValue PutSecretValue UpdateSecret PutResourcePolicy UpdateSecretVersionStage',
    ),
    because: 'learns or sets the login of the custodian',
  },
  {
    on: 'number key',
    actions: named('kms', 'PutKeyPolicy CreateGrant Decrypt ReEncryptFrom'),
    because: 'opens numbers, or says who does',
  },
  {
    on: 'Vault',
    actions: named('dynamodb', 'PutResourcePolicy DeleteResourcePolicy'),
    because: 'takes the guard off the sealed numbers',
  },
  {
    on: 'a stack',
    actions: named('cloudformation', 'UpdateStack CreateChangeSet ExecuteChangeSet SetStackPolicy'),
    because: 'deploys another house',
  },
  {
    on: 'the deploying role',
    actions: named('iam', 'PassRole UpdateAssumeRolePolicy CreateRole'),
    because: 'acts under a name that administers keys',
  },
  {
    on: 'sign-in',
    actions: named(
      'cognito-idp',
      'AdminCreateUser AdminSetUserPassword AdminAddUserToGroup AdminUpdateUserAttributes AdminLinkProviderForUser CreateIdentityProvider UpdateIdentityProvider CreateUserPoolClient UpdateUserPoolClient',
    ),
    because: 'signs in as a custodian at the desk',
  },
  {
    on: 'pages',
    actions: ['s3:PutObject'],
    because: 'writes the console page, which holds a custodian’s token',
  },
];

/** How an edge, `action on thing`, leads to an opened number. */
export function becauseOf(edge: string): string {
  const [action = '', thing] = edge.split(' on ');
  return (
    steps.find(({ on, actions }) => on === thing && actions.includes(action))?.because ?? 'is the custodian'
  );
}

function stepsAs(caller: string): readonly Step[] {
  const role = 'PassRole UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy';
  const lambda =
    'UpdateFunctionCode UpdateFunctionConfiguration UpdateAlias AddPermission CreateFunction DeleteFunction CreateEventSourceMapping InvokeFunction InvokeAsync CreateFunctionUrlConfig InvokeFunctionUrl';
  return [
    {
      on: `the role of ${caller}`,
      actions: [...named('iam', role), 'sts:AssumeRole'],
      because: `acts as ${caller}, which becomes the custodian`,
    },
    {
      on: `the function ${caller}`,
      actions: named('lambda', lambda),
      because: `runs other code, or asks forged questions, as ${caller}, which becomes the custodian`,
    },
  ];
}
