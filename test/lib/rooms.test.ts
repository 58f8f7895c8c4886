import { describe, expect, test } from 'vitest';
import { routes } from '../../lambdas/routes.ts';
import { settingsOf, type FunctionName } from '../../lambdas/settings.ts';
import { environmentOf } from '../../lib/environment.ts';
import { build, only, order, resources } from './built-house.ts';
import { flat } from './policy-reading.ts';

const dev = build('dev');
const prod = build('prod.example');
const roomNames = ['custodian', 'shopper', 'store', 'marketer', 'pulse'] as const;
const functionsOf = (built: typeof dev) =>
  roomNames
    .flatMap(room => Object.values(resources(built, room, 'AWS::Lambda::Function')))
    .map(({ Properties }) => Properties);
const functionNames = Object.keys(settingsOf) as FunctionName[];
const named = (name: FunctionName, built = dev) => {
  const found = functionsOf(built).find(({ FunctionName: text }) => String(text).endsWith(`-${name}`));
  if (!found) {
    throw new Error(`${name} is not deployed`);
  }
  return found;
};

describe('functions', () => {
  test('are the ones that have settings, under their fixed names', () => {
    const deployed = functionsOf(dev).map(({ FunctionName: name }) => String(name));
    expect(deployed.toSorted()).toEqual(functionNames.map(name => `mogiri-dev-${name}`).toSorted());
  });

  test.each(functionNames)('%s is given exactly the settings it parses', name => {
    const { Variables } = named(name)['Environment'] as { Variables: object };
    expect(Object.keys(Variables).toSorted()).toEqual([...settingsOf[name]].toSorted());
  });

  test.each(functionNames)(
    '%s runs the built bundle on Node 24 and arm64, as its own role, with a log that ends',
    name => {
      expect(named(name)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
      expect(flat(named(name)['Role'])).toMatch(/^<mogiri-dev-vault:ExportsOutputFnGetAtt/);
      const logs = roomNames.flatMap(room => Object.values(resources(dev, room, 'AWS::Logs::LogGroup')));
      const own = logs.find(
        ({ Properties }) => Properties['LogGroupName'] === `/aws/lambda/mogiri-dev-${name}`,
      );
      expect(own).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
    },
  );

  test('hold no secret in their environment, only where to find one', () => {
    const texts = functionsOf(dev).map(({ Environment }) => JSON.stringify(Environment));
    expect(texts.filter(text => text.includes('{{resolve'))).toEqual([]);
  });

  test('end in time: ten seconds before the API, less than their queue or period behind it', () => {
    const limits = functionNames.map(name => [name, named(name)['Timeout'], named(name)['MemorySize']]);
    const slow: Record<string, number> = {
      'custodian-desk': 29,
      'custodian-deliver': 90,
      'custodian-rotate': 60,
      'custodian-archive': 240,
      pulse: 50,
    };
    expect(limits).toEqual(functionNames.map(name => [name, slow[name] ?? 10, 512]));
  });

  test('reserve nothing in a new account, and what the stage says in a grown one', () => {
    const reserved = (built: typeof dev) =>
      functionNames.map(name => named(name, built)['ReservedConcurrentExecutions']);
    expect(reserved(dev)).toEqual(functionNames.map(() => undefined));
    const given: Record<string, number> = {
      'shopper-redeem': 100,
      'shopper-verify': 50,
      'custodian-deliver': 10,
    };
    expect(reserved(prod)).toEqual(functionNames.map(name => given[name]));
  });

  test('have to be told what only their room knows', () => {
    expect(() => environmentOf('pulse', dev.house.environment)).toThrow('has to give it LANES_QUEUE_URL');
  });
});

describe('routes', () => {
  const deployed = roomNames.flatMap(room => Object.values(resources(dev, room, 'AWS::ApiGatewayV2::Route')));

  test('are the rows of the route table, each in the stack of its room', () => {
    const keys = deployed.map(({ Properties }) => String(Properties['RouteKey']));
    expect(keys.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  test('have the authorizer before staff doors and nowhere else', () => {
    for (const { Properties } of deployed) {
      const row = routes.find(({ method, path }) => `${method} ${path}` === String(Properties['RouteKey']));
      const staff = row?.door === 'marketer' || row?.door === 'custodian';
      expect([Properties['RouteKey'], Properties['AuthorizationType']]).toEqual([
        Properties['RouteKey'],
        staff ? 'JWT' : 'NONE',
      ]);
    }
  });

  test('are throttled one by one in the last stack, without paid metrics', () => {
    const stage = only(dev, 'watch', 'AWS::ApiGatewayV2::Stage').Properties;
    expect(stage['RouteSettings']).toEqual(
      Object.fromEntries(
        routes.map(({ method, path, ratePerSecond, burst }) => [
          `${method} ${path}`,
          { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: false },
        ]),
      ),
    );
    expect(stage['DefaultRouteSettings']).toMatchObject({
      DetailedMetricsEnabled: false,
      ThrottlingRateLimit: 10,
    });
    const before = order.slice(2, -1).map(name => `mogiri-dev-${name}`);
    const watch = dev.app.node.findChild('mogiri-dev-watch') as typeof dev.house.vault;
    const waited = watch.dependencies.map(({ stackName }) => stackName);
    expect(waited).toEqual(expect.arrayContaining(before));
  });

  test('are logged by pattern, never by path or address', () => {
    const { AccessLogSettings } = only(dev, 'watch', 'AWS::ApiGatewayV2::Stage').Properties;
    const { Format } = AccessLogSettings as { Format: string };
    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/context\.(path|identity|domainName|authorizer)/);
  });
});

describe('work', () => {
  test('lanes are handed to deliver one at a time, again if it fails, five times at most', () => {
    const queue = only(dev, 'custodian', 'AWS::SQS::Queue', /LanesQueue/).Properties;
    expect(queue).toMatchObject({
      QueueName: 'mogiri-dev-lanes',
      VisibilityTimeout: 540,
      SqsManagedSseEnabled: true,
    });
    expect(queue['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
    const dead = only(dev, 'custodian', 'AWS::SQS::Queue', /LanesDead/).Properties;
    expect(dead).toMatchObject({ QueueName: 'mogiri-dev-lanes-dead', MessageRetentionPeriod: 1_209_600 });
    expect(only(dev, 'custodian', 'AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 4 },
    });
  });

  test('the pulse comes every minute, and what it missed does not come back at once', () => {
    const schedule = only(dev, 'pulse', 'AWS::Scheduler::Schedule').Properties;
    expect(schedule).toMatchObject({
      Name: 'mogiri-dev-pulse',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } },
    });
    expect(only(dev, 'pulse', 'AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});
