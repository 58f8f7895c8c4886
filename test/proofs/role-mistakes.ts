import type { Mistake } from './mistake.ts';
import {
  bySid,
  conditioned,
  type Edit,
  policyOf,
  withPolicies,
  withoutBoundary,
  withRole,
} from './mutations.ts';

const anywhere: Edit = bySid('FromOwnFunctionOnly', () => undefined);

/** What could go wrong in what the roles themselves carry. */
export const roleMistakes: readonly Mistake[] = [
  {
    name: 'entry from outside the function',
    caughtAs: 'becomes-the-custodian',
    plant: house => withPolicies(house, 'custodian-desk', anywhere),
  },
  {
    name: 'entry from any function',
    caughtAs: 'becomes-the-custodian',
    plant: house =>
      withPolicies(
        house,
        'custodian-deliver',
        bySid('FromOwnFunctionOnly', statement =>
          conditioned(statement, 'ArnNotEquals', 'lambda:SourceFunctionArn', 'arn:aws:lambda:*:*:function:*'),
        ),
      ),
  },
  {
    name: 'no boundary',
    caughtAs: 'wide-boundary',
    plant: house => withoutBoundary(house, 'custodian'),
  },
  {
    name: 'a boundary for every key',
    caughtAs: 'wide-boundary',
    plant: house =>
      withRole(house, 'custodian', role => ({
        ...role,
        boundary: policyOf([{ Effect: 'Allow', Action: ['kms:Decrypt', 'dynamodb:GetItem'], Resource: '*' }]),
      })),
  },
  {
    name: 'a boundary that reads every row',
    caughtAs: 'reads-the-vault',
    plant: house =>
      withRole(house, 'custodian', role => ({
        ...role,
        boundary: policyOf([{ Effect: 'Allow', Action: ['kms:Decrypt', 'dynamodb:*'], Resource: '*' }]),
      })),
  },
  {
    name: 'reading the Vault for nobody',
    caughtAs: 'reads-the-vault',
    plant: house =>
      withPolicies(house, 'custodian', statements =>
        statements.map(statement =>
          statement['Sid'] === 'ReadVaultRow'
            ? conditioned(statement, 'Null', 'aws:SourceIdentity', undefined)
            : statement,
        ),
      ),
  },
  {
    name: 'reading the Vault to check a rotation',
    caughtAs: 'reads-the-vault',
    plant: house =>
      withPolicies(house, 'custodian', statements =>
        statements.map(statement =>
          statement['Sid'] === 'ReadVaultRow'
            ? conditioned(statement, 'StringNotEquals', 'aws:PrincipalTag/purpose', undefined)
            : statement,
        ),
      ),
  },
  {
    name: 'no cut-off',
    caughtAs: 'outlives-the-cut-off',
    plant: house =>
      withRole(house, 'custodian', role => ({
        ...role,
        policies: role.policies.filter(({ name }) => name !== 'RevokeOlder'),
      })),
  },
  {
    name: 'a cut-off that allows',
    caughtAs: 'outlives-the-cut-off',
    plant: house =>
      withPolicies(house, 'custodian', statements =>
        statements.map(statement =>
          statement['Sid'] === 'RevokeOlder' ? { ...statement, Effect: 'Allow' } : statement,
        ),
      ),
  },
  {
    name: 'sessions of half a day',
    caughtAs: 'session-too-long',
    plant: house => withRole(house, 'custodian', role => ({ ...role, maxSessionSeconds: 43_200 })),
  },
];
