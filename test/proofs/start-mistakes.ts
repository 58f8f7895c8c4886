import { changed } from './deploy-order.ts';
import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { allowing, type Edit, without, withPolicies, withTrust } from './mutations.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';

const scheduler = 'pulse-schedule';
const functionArn = (house: ProvenHouse, name: string) =>
  house.deployment.functions.find(candidate => candidate.name.endsWith(name))?.arn ?? '';

const starts = (name: string, role: string, started: string): Mistake => ({
  name,
  caughtAs: 'starts-a-function',
  plant: house => allowing(house, role, 'lambda:InvokeFunction', functionArn(house, started)),
});
const asScheduler = (name: string, caughtAs: FindingName, edit: Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withTrust(house, scheduler, edit),
});
const each =
  (change: ReturnType<typeof without>): Edit =>
  statements =>
    statements.map(change);

/** What could go wrong in what the scheduler starts. */
const scheduleMistakes: readonly Mistake[] = [
  starts('deliver started by the scheduler', scheduler, 'custodian-deliver'),
  starts('the desk started by the scheduler', scheduler, 'custodian-desk'),
  starts('the rotator started by the desk', 'custodian-desk', 'custodian-rotate'),
  {
    name: 'any function started by the scheduler',
    caughtAs: 'starts-a-function',
    plant: house => allowing(house, scheduler, 'lambda:InvokeFunction', '*'),
  },
  asScheduler(
    'schedules of any account',
    'starts-a-function',
    each(statement => {
      const { Condition: _, ...rest } = statement;
      return rest;
    }),
  ),
  asScheduler('schedules of any group', 'starts-a-function', each(without('StringEquals', 'aws:SourceArn'))),
  asScheduler(
    'schedules of another account',
    'cannot-do-its-work',
    each(without('StringEquals', 'aws:SourceAccount', '999999999999')),
  ),
  {
    name: 'a schedule under a caller’s role',
    caughtAs: 'starts-a-function',
    plant: house => withSchedules(house, () => roleNamed(house, 'custodian-desk').arn),
  },
  {
    name: 'a minute that the rotator misses',
    caughtAs: 'cannot-do-its-work',
    plant: house =>
      withPolicies(house, scheduler, statements =>
        statements.map(statement => ({
          ...statement,
          Resource: [statement['Resource']]
            .flat()
            .filter(arn => arn !== functionArn(house, 'custodian-rotate')),
        })),
      ),
  },
];

function withSchedules(house: ProvenHouse, roleArn: () => string): ProvenHouse {
  const schedules = house.deployment.schedules.map(schedule => ({ ...schedule, roleArn: roleArn() }));
  return { ...house, deployment: { ...house.deployment, schedules } };
}

const bySecretsManager = (
  name: string,
  properties: (house: ProvenHouse) => Readonly<Record<string, unknown>>,
): Mistake => ({
  name,
  caughtAs: 'open-function',
  plant: house => ({
    ...house,
    resources: house.resources.map(resource =>
      resource.type === 'AWS::Lambda::Permission' &&
      resource.properties['Principal'] === 'secretsmanager.amazonaws.com'
        ? changed(resource, properties(house))
        : resource,
    ),
  }),
});

/** What could go wrong in whom the rotator lets in. */
const permissionMistakes: readonly Mistake[] = [
  bySecretsManager('a rotator for the secrets of any account', () => ({ SourceAccount: undefined })),
  bySecretsManager('a rotator for the secrets of another account', () => ({ SourceAccount: '999999999999' })),
  bySecretsManager('a rotator for every secret', () => ({ SourceArn: undefined })),
  bySecretsManager('a rotator for another secret', house => ({
    SourceArn: house.deployment.secrets.find(({ name }) => name.includes('EdgeSecret'))?.arn,
  })),
  bySecretsManager('a rotator that does more for secrets', () => ({ Action: 'lambda:*' })),
  bySecretsManager('a rotator for events', () => ({ Principal: 'events.amazonaws.com' })),
  bySecretsManager('a rotator for an account', house => ({ Principal: house.deployment.account })),
  bySecretsManager('a desk that turns secrets', house => ({
    FunctionName: functionArn(house, 'custodian-desk'),
  })),
];

/** What could go wrong in what starts functions. */
export const startMistakes: readonly Mistake[] = [...scheduleMistakes, ...permissionMistakes];
