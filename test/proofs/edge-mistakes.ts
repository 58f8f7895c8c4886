import type { Mistake } from './mistake.ts';
import { allowing, withPolicies } from './mutations.ts';
import { keyNamed, type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

const arnOf = (house: ProvenHouse, role: string) => roleNamed(house, role).arn;
const edge = (
  name: string,
  role: string,
  action: string,
  resourceOf: (house: ProvenHouse) => string,
): Mistake => ({
  name,
  caughtAs: 'new-edge',
  plant: house => allowing(house, role, action, resourceOf(house)),
});
const functionArn = (name: string) => (house: ProvenHouse) =>
  house.deployment.functions.find(candidate => candidate.name.endsWith(name))?.arn ?? '';
const loginArn = (house: ProvenHouse) =>
  house.deployment.secrets.find(({ name }) => name.endsWith('custodian-login'))?.arn ?? '';
const role = (name: string) => (house: ProvenHouse) => arnOf(house, name);

/** What could bring somebody one step from an opened number. */
export const edgeMistakes: readonly Mistake[] = [
  edge('passing a caller’s role', 'marketer-console', 'iam:PassRole', role('custodian-desk')),
  edge(
    'other code for a caller',
    'marketer-console',
    'lambda:UpdateFunctionCode',
    functionArn('custodian-deliver'),
  ),
  edge(
    'other settings for a caller',
    'pulse',
    'lambda:UpdateFunctionConfiguration',
    functionArn('custodian-desk'),
  ),
  edge(
    'forged questions to the desk',
    'pulse-schedule',
    'lambda:InvokeFunction',
    functionArn('custodian-desk'),
  ),
  edge(
    'other code for the rotator',
    'store-till',
    'lambda:UpdateFunctionCode',
    functionArn('custodian-rotate'),
  ),
  edge(
    'other settings for the rotator',
    'custodian-desk',
    'lambda:UpdateFunctionConfiguration',
    functionArn('custodian-rotate'),
  ),
  edge('passing the rotator’s role', 'pulse', 'iam:PassRole', role('custodian-rotate')),
  edge('a rotator that passes the custodian', 'custodian-rotate', 'iam:PassRole', role('custodian')),
  edge('a policy on the rotator', 'custodian-rotate', 'iam:PutRolePolicy', role('custodian-rotate')),
  edge('a login written by the desk', 'custodian-desk', 'secretsmanager:PutSecretValue', loginArn),
  edge('the login for another function', 'shopper-wallet', 'secretsmanager:GetSecretValue', loginArn),
  edge('a login written by a function', 'pulse', 'secretsmanager:PutSecretValue', loginArn),
  edge('a trust written by a function', 'pulse', 'iam:UpdateAssumeRolePolicy', role('custodian')),
  edge('a policy put on the custodian', 'custodian-deliver', 'iam:PutRolePolicy', role('custodian')),
  edge('a policy attached to a caller', 'store-till', 'iam:AttachRolePolicy', role('custodian-desk')),
  edge('a purpose tagged on the custodian', 'pulse', 'iam:TagRole', role('custodian')),
  edge('a boundary taken off', 'pulse', 'iam:DeleteRolePermissionsBoundary', role('custodian')),
  edge(
    'the Vault’s policy for a function',
    'shopper-verify',
    'dynamodb:PutResourcePolicy',
    house => tableNamed(house, 'Vault').arn,
  ),
  edge(
    'a stack deployed by a function',
    'pulse',
    'cloudformation:*',
    house => `arn:aws:cloudformation:${house.deployment.region}:${house.deployment.account}:stack/*`,
  ),
  {
    name: 'a caller that lost its way',
    caughtAs: 'lost-edge',
    plant: house =>
      withPolicies(house, 'custodian-desk', statements =>
        statements.map(statement => ({
          ...statement,
          Action: [statement['Action']]
            .flat()
            .filter(action => statement['Effect'] === 'Deny' || action !== 'secretsmanager:GetSecretValue')
            .concat('logs:PutLogEvents'),
        })),
      ),
  },
  {
    name: 'pages written by a function',
    caughtAs: 'new-edge',
    plant: house => allowing(house, 'pulse', 's3:PutObject', '*'),
  },
  {
    name: 'a key policy written by deliver',
    caughtAs: 'speaks-of-keys',
    plant: house => allowing(house, 'custodian-deliver', 'kms:PutKeyPolicy', keyNamed(house, 'number').arn),
  },
];
