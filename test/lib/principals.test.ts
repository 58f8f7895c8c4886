import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { settingsOf, type FunctionName } from '../../lambdas/settings.ts';
import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import { rights } from '../../lib/rights.ts';
import { build, only, order, plan, resources, templateOf } from './built-house.ts';
import { documentsIn, flat, statementsOf } from './policy-reading.ts';

const dev = build('dev');
const functionNames = Object.keys(settingsOf) as FunctionName[];
const pascal = (name: string) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
const rightsOf = (name: FunctionName) =>
  only(dev, 'vault', 'AWS::IAM::Policy', new RegExp(`^${pascal(name)}Rights`)).Properties['PolicyDocument'];

describe('principals', () => {
  test.each(order)(
    'a policy of %s names none of a later stack, and no role by a text that gives no order',
    stack => {
      const template = templateOf(dev, stack).toJSON();
      const own = new Set(Object.keys(template.Resources));
      const earlier = order.slice(0, order.indexOf(stack));
      const named = documentsIn(template.Resources)
        .flatMap(statementsOf)
        .flatMap(statement => statement.Principal);
      for (const principal of named.map(value => flat(value))) {
        const [, target = ''] = /^<([^.>]+)/.exec(principal) ?? [];
        const root = /^arn:aws:iam::\d{12}:root$/.test(principal);
        const imported = earlier.some(name => target.startsWith(`mogiri-dev-${name}:`));
        const service = /^[a-z-]+\.amazonaws\.com$/.test(principal);
        const known = principal === '*' || root || service || own.has(target) || imported;
        expect([principal, known]).toEqual([principal, true]);
      }
    },
  );

  test.each(order)(
    '%s lets the carrier write no log and changes no SMS attribute: both would show numbers',
    stack => {
      // The alarm's filter over the trail names the call that it listens for.
      const { Resources } = templateOf(dev, stack).toJSON() as {
        Resources: Record<string, { Type: string }>;
      };
      const deployed = Object.values(Resources).filter(({ Type }) => Type !== 'AWS::Logs::MetricFilter');
      expect(deployed.length).toBeGreaterThan(0);
      expect(JSON.stringify(deployed)).not.toMatch(
        /SetSMSAttributes|DeliveryStatus|DirectPublishToPhoneNumber/u,
      );
      const trusts = deployed.filter(({ Type }) => Type === 'AWS::IAM::Role');
      expect(JSON.stringify(trusts)).not.toContain('sns.amazonaws.com');
    },
  );

  test('no policy of a room or of watch is attached to a role of the vault', () => {
    for (const stack of order.slice(2)) {
      expect(resources(dev, stack, 'AWS::IAM::Policy')).toEqual({});
      expect(resources(dev, stack, 'AWS::IAM::ManagedPolicy')).toEqual({});
    }
  });

  test('every function runs as its own role, which only Lambda may take', () => {
    const roles = functionNames.map(name =>
      only(dev, 'vault', 'AWS::IAM::Role', new RegExp(`^${pascal(name)}Role`)),
    );
    expect(roles.map(role => role.Properties['RoleName'])).toEqual(
      functionNames.map(name => `mogiri-dev-${name}`),
    );
    for (const role of roles) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
      const [trust, ...others] = statementsOf(role.Properties['AssumeRolePolicyDocument']);
      expect(trust?.Principal).toEqual(['lambda.amazonaws.com']);
      expect(others).toEqual([]);
    }
  });

  test('the scheduler role is taken for this account’s schedules only, and starts what runs by the clock only', () => {
    const role = only(dev, 'vault', 'AWS::IAM::Role', /PulseScheduler/).Properties;
    const [trust] = statementsOf(role['AssumeRolePolicyDocument']);
    expect(flat(trust?.Condition['StringEquals']?.['aws:SourceAccount'])).toBe('123456789012');
    expect(flat(trust?.Condition['StringEquals']?.['aws:SourceArn'])).toMatch(/:schedule-group\/default$/);
    const [start] = statementsOf(
      only(dev, 'vault', 'AWS::IAM::Policy', /PulseScheduler/).Properties['PolicyDocument'],
    );
    expect(start?.Action).toEqual(['lambda:InvokeFunction']);
    expect(start?.Resource.map(value => flat(value).split(':').at(-1))).toEqual([
      'mogiri-dev-custodian-archive',
      'mogiri-dev-custodian-rotate',
      'mogiri-dev-pulse',
      'mogiri-dev-shopper-verify',
    ]);
  });
});

describe('rights', () => {
  test.each(functionNames)('%s has the verbs of its row on each table and no others', name => {
    const given = statementsOf(rightsOf(name)).filter(({ Action }) => Action[0]?.startsWith('dynamodb:'));
    const onTables = given.filter(({ Sid }) => Sid !== 'UseBookIndex');
    const rows = Object.entries(rights[name].tables).map(([table, verbs]) => [
      `Use${pascal(table)}`,
      verbs.map(verb => `dynamodb:${verb}`).toSorted(),
    ]);
    expect(Object.fromEntries(onTables.map(({ Sid, Action }) => [Sid, Action]))).toEqual(
      Object.fromEntries(rows),
    );
    expect(given.length - onTables.length).toBe(rights[name].index ? 1 : 0);
  });

  test.each(functionNames)('%s may do nothing on everything, except be denied', name => {
    for (const { Effect, Action, Resource } of statementsOf(rightsOf(name))) {
      expect(Action.filter(action => action.includes('*'))).toEqual([]);
      expect(Effect === 'Allow' && Resource.includes('*')).toBe(false);
    }
  });

  test('that matter are with the functions that need them, and with no other', () => {
    const having = (asked: (row: (typeof rights)[FunctionName]) => unknown) =>
      functionNames.filter(name => asked(rights[name]));
    expect(having(row => row.seals)).toEqual(['shopper-verify']);
    expect(having(row => row.macs?.includes('index'))).toEqual(['shopper-verify', 'custodian-desk']);
    expect(having(row => row.macs?.includes('code'))).toEqual(['shopper-verify']);
    expect(having(row => row.endsLogins)).toEqual(['custodian-desk']);
    expect(having(row => row.sendsSms)).toEqual(['shopper-verify', 'custodian-deliver']);
    expect(having(row => row.becomesCustodian)).toEqual(custodianCallers.map(row => row.function));
    expect(having(row => row.turnsLogin)).toEqual(['custodian-rotate']);
    expect(having(row => row.tables.vault)).toEqual(['shopper-verify']);
    expect(rights['shopper-verify'].tables.vault).toEqual(['PutItem']);
    expect(having(row => row.tables.register?.some(verb => !['PutItem', 'Query'].includes(verb)))).toEqual(
      [],
    );
    expect(having(row => row.lanes === 'send')).toEqual(['pulse']);
    expect(having(row => row.lanes === 'receive')).toEqual(['custodian-deliver']);
  });

  test('asked for in a room by mistake reach nobody', () => {
    const { app, house } = plan('dev');
    const deliver = app.node.findChild('mogiri-dev-custodian').node.findChild('Deliver') as LambdaFunction;
    deliver.role?.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'] }));
    const policies = Template.fromStack(house.vault).findResources('AWS::IAM::Policy');
    expect(policies).toEqual(resources(dev, 'vault', 'AWS::IAM::Policy'));
  });

  test('messages go to phones, never to a topic', () => {
    for (const name of functionNames.filter(function_ => rights[function_].sendsSms)) {
      const [publish, ...others] = statementsOf(rightsOf(name)).filter(({ Action }) =>
        Action.includes('sns:Publish'),
      );
      expect(publish).toMatchObject({ Effect: 'Allow', NotResource: ['arn:aws:sns:*:*:*'], Resource: [] });
      expect(others).toEqual([]);
    }
  });

  test('no identity policy speaks of keys: what a key does is said by the key alone', () => {
    const identity = Object.values(resources(dev, 'vault', 'AWS::IAM::Policy')).flatMap(({ Properties }) =>
      statementsOf(Properties['PolicyDocument']).flatMap(({ Action }) => Action),
    );
    expect(identity.filter(action => action.startsWith('kms:'))).toEqual([]);
  });
});
