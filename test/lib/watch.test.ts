import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../lambdas/settings.ts';
import { freeAlarms } from '../../lib/constructs/alarms.ts';
import { ImpactAlarm } from '../../lib/constructs/impact-alarm.ts';
import { impacts, sayings } from '../../lib/impacts.ts';
import { build, only, order, resources } from './built-house.ts';
import { flat, statementsOf } from './policy-reading.ts';

const dev = build('dev');
const prod = build('prod.example', stage => ({
  ...stage,
  trail: { kind: 'existing', logGroupName: 'org-trail' },
}));
const alarmsOf = (built: typeof dev) =>
  order.flatMap(stack => Object.values(resources(built, stack, 'AWS::CloudWatch::Alarm')));
const filtersOf = (built: typeof dev) =>
  order.flatMap(stack => Object.values(resources(built, stack, 'AWS::Logs::MetricFilter')));
const metricOf = ({ Properties }: ReturnType<typeof filtersOf>[number]) =>
  (Properties['MetricTransformations'] as readonly { MetricName: string }[])[0]?.MetricName;

describe('alarms', () => {
  test('are ten at most, and every one says in a sentence who is hurt and where to read on', () => {
    const alarms = alarmsOf(dev);
    expect(alarms.length).toBeGreaterThan(5);
    expect(alarms.length).toBeLessThanOrEqual(freeAlarms);
    for (const { Properties } of alarms) {
      expect(Properties['AlarmDescription']).toMatch(/^[A-Z].{20,}\. docs\/runbooks\/[a-z-]+\.md$/);
      expect(Properties['TreatMissingData']).toBe('notBreaching');
    }
  });

  test('cannot be made without the sentence', () => {
    const { metric } = { metric: { toMetricConfig: () => ({}), toAlarmConfig: () => ({}) } as never };
    const nameless = () =>
      new ImpactAlarm(dev.house.web, 'Nameless', {
        names: dev.house.names,
        name: 'x',
        impact: 'errors',
        metric,
        threshold: 1,
      });
    expect(nameless).toThrow('the alarm x needs a sentence that says whom it hurts');
  });

  test('hear of every function’s failures: answered by the door, uncaught, or out of time', () => {
    const failing = filtersOf(dev).filter(({ Properties }) =>
      String(Properties['FilterPattern']).includes('request.failed'),
    );
    for (const { Properties } of failing) {
      expect(Properties['FilterPattern']).toContain('$.record.status = "timeout"');
      expect(Properties['FilterPattern']).toContain('$.level = "ERROR"');
    }
    expect(failing).toHaveLength(Object.keys(settingsOf).length);
    const counted = new Set(filtersOf(dev).map(metricOf));
    expect([...counted]).toEqual(expect.arrayContaining(Object.values(impacts).map(({ name }) => name)));
    const watched = new Set(alarmsOf(dev).map(({ Properties }) => Properties['MetricName']));
    expect([...counted].filter(name => !watched.has(name))).toEqual(['NumbersOpened']);
  });

  test.each(sayings)('hear what functions say that hurts people: $name', ({ impact, codes, functions }) => {
    const [first = ''] = codes;
    const heard = filtersOf(dev).filter(({ Properties }) =>
      String(Properties['FilterPattern']).includes(`"${first}"`),
    );
    expect(heard).toHaveLength(functions.length);
    for (const filter of heard) {
      expect(metricOf(filter)).toBe(impact.name);
      for (const code of codes) expect(filter.Properties['FilterPattern']).toContain(`$.code = "${code}"`);
    }
  });

  test('come by mail where the stage has an address, over TLS', () => {
    expect(resources(dev, 'watch', 'AWS::SNS::Topic')).toEqual({});
    for (const { Properties } of alarmsOf(prod)) {
      expect(Properties['AlarmActions']).toHaveLength(1);
    }
    const policy = only(prod, 'watch', 'AWS::SNS::TopicPolicy').Properties['PolicyDocument'];
    expect(statementsOf(policy)[0]?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
  });

  test('speak before the SMS money is gone', () => {
    const spend = alarmsOf(prod).find(
      ({ Properties }) => Properties['MetricName'] === 'SMSMonthToDateSpentUSD',
    );
    expect(spend?.Properties).toMatchObject({ Namespace: 'AWS/SNS', Threshold: 400 });
  });
});

describe('the trail', () => {
  test('records every region’s management events, KMS included, in files that show a change', () => {
    const trail = only(dev, 'watch', 'AWS::CloudTrail::Trail').Properties;
    expect(trail).toMatchObject({
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    });
    expect(trail).not.toHaveProperty('EventSelectors');
    expect(trail).not.toHaveProperty('AdvancedEventSelectors');
  });

  test('is the only one that may write its bucket', () => {
    const policy = only(dev, 'watch', 'AWS::S3::BucketPolicy').Properties['PolicyDocument'];
    const written = statementsOf(policy).filter(({ Effect }) => Effect === 'Allow');
    expect(written.map(({ Action }) => Action)).toEqual([['s3:GetBucketAcl'], ['s3:PutObject']]);
    for (const { Condition } of written) {
      expect(flat(Condition['StringEquals']?.['aws:SourceArn'])).toMatch(/:trail\/mogiri-dev-trail$/);
    }
  });

  test('is the stage’s existing one where it says so, which costs nothing more', () => {
    expect(resources(prod, 'watch', 'AWS::CloudTrail::Trail')).toEqual({});
    const groups = Object.values(resources(prod, 'watch', 'AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties['LogGroupName'],
    );
    expect(new Set(groups)).toEqual(new Set(['org-trail']));
  });
});
