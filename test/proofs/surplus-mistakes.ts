import { changed } from './deploy-order.ts';
import type { Mistake } from './mistake.ts';
import { allowing, policyOf, withRole } from './mutations.ts';
import { type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

const tableArn = (house: ProvenHouse, name: string) => tableNamed(house, name).arn;
const withResource = (
  house: ProvenHouse,
  type: string,
  properties: (house: ProvenHouse) => Readonly<Record<string, unknown>>,
): ProvenHouse => {
  const at = house.resources.findIndex(resource => resource.type === type);
  if (at < 0) throw new Error(`there is no ${type}`);
  return {
    ...house,
    resources: house.resources.map((resource, index) =>
      index === at ? changed(resource, properties(house)) : resource,
    ),
  };
};

/** What could be more than is needed. */
export const surplusMistakes: readonly Mistake[] = [
  {
    name: 'every verb on a table',
    caughtAs: 'wildcard-action',
    plant: house => allowing(house, 'shopper-wallet', 'dynamodb:*', tableArn(house, 'Gate')),
  },
  {
    name: 'everything but something',
    caughtAs: 'wildcard-action',
    plant: house =>
      withRole(house, 'pulse', role => ({
        ...role,
        policies: [
          {
            name: 'Rest',
            document: policyOf([
              { Effect: 'Allow', NotAction: 'kms:Decrypt', Resource: tableArn(house, 'Book') },
            ]),
          },
        ],
      })),
  },
  {
    name: 'a verb on every table',
    caughtAs: 'wildcard-resource',
    plant: house => allowing(house, 'pulse', 'dynamodb:GetItem', '*'),
  },
  {
    name: 'another function’s log',
    caughtAs: 'wildcard-resource',
    plant: house =>
      allowing(
        house,
        'pulse',
        'logs:PutLogEvents',
        `arn:aws:logs:${house.deployment.region}:${house.deployment.account}:log-group:/aws/lambda/mogiri-${house.deployment.stage}-store-till:*`,
      ),
  },
  {
    name: 'messages to topics',
    caughtAs: 'wildcard-resource',
    plant: house => allowing(house, 'custodian-deliver', 'sns:Publish', 'arn:aws:sns:*:*:*'),
  },
  {
    name: 'one role for two functions',
    caughtAs: 'shared-role',
    plant: house => ({
      ...house,
      deployment: {
        ...house.deployment,
        functions: house.deployment.functions.map(lambda => ({
          ...lambda,
          roleArn: lambda.name.endsWith('redeem') ? roleNamed(house, 'shopper-wallet').arn : lambda.roleArn,
        })),
      },
    }),
  },
  {
    name: 'a key that names a later role',
    caughtAs: 'policy-before-principal',
    plant: house =>
      withResource(house, 'AWS::KMS::Key', () => ({
        KeyPolicy: {
          Statement: [
            { Effect: 'Allow', Principal: { AWS: lastRole(house) }, Action: 'kms:Encrypt', Resource: '*' },
          ],
        },
      })),
  },
  {
    name: 'a function open to an account',
    caughtAs: 'open-function',
    plant: house => withResource(house, 'AWS::Lambda::Permission', () => ({ Principal: '999999999999' })),
  },
  {
    name: 'a function open to every API',
    caughtAs: 'open-function',
    plant: house => withResource(house, 'AWS::Lambda::Permission', () => ({ SourceArn: undefined })),
  },
];

function lastRole(house: ProvenHouse): string {
  const role = house.resources.filter(({ type }) => type === 'AWS::IAM::Role').at(-1);
  return role?.attributes['Arn'] ?? '';
}
