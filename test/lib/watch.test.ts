import { describe, expect, test } from 'vitest';
import { boundaryEvents, readingPattern } from '../../lib/boundary-events.ts';
import { freeAlarms } from '../../lib/constructs/alarms.ts';
import { ImpactAlarm } from '../../lib/constructs/impact-alarm.ts';
import { impacts } from '../../lib/impacts.ts';
import { namesOf } from '../../lib/names.ts';
import { build, only, order, resources } from './built-house.ts';
import { flat, statementsOf } from './policy-reading.ts';

const dev = build('dev');
const prod = build('prod.example', stage => ({
  ...stage,
  trail: { kind: 'existing', logGroupName: 'org-trail' },
}));
const alarmsOf = (built: typeof dev) =>
  order.flatMap(stack => Object.values(resources(built, stack, 'AWS::CloudWatch::Alarm')));
const ground = {
  numberKeyArn: 'arn:aws:kms:ap-northeast-1:123456789012:key/12345678-1234-1234-1234-123456789012',
  custodianArn: 'arn:aws:iam::123456789012:role/mogiri-longeststage-custodian',
  names: namesOf('longeststage'),
};

describe('alarms', () => {
  test('are ten at most, and every one says in a sentence who is hurt', () => {
    const alarms = alarmsOf(dev);
    expect(alarms.length).toBeGreaterThan(5);
    expect(alarms.length).toBeLessThanOrEqual(freeAlarms);
    for (const { Properties } of alarms) {
      expect(Properties['AlarmDescription']).toMatch(/^[A-Z].{20,}\.$/);
      expect(Properties['TreatMissingData']).toBe('notBreaching');
    }
  });

  test('cannot be made without the sentence', () => {
    const { metric } = { metric: { toMetricConfig: () => ({}), toAlarmConfig: () => ({}) } as never };
    const nameless = () =>
      new ImpactAlarm(dev.house.web, 'Nameless', { alarmName: 'x', impact: 'errors', metric, threshold: 1 });
    expect(nameless).toThrow('the alarm x needs a sentence that says whom it hurts');
  });

  test('hear of every function’s failures: answered by the door, uncaught, or out of time', () => {
    const filters = order.flatMap(stack => Object.values(resources(dev, stack, 'AWS::Logs::MetricFilter')));
    const failing = filters.filter(({ Properties }) =>
      String(Properties['FilterPattern']).includes('request.failed'),
    );
    const counted = failing.map(({ Properties }) => {
      const [transformation] = Properties['MetricTransformations'] as readonly { MetricName: string }[];
      expect(Properties['FilterPattern']).toContain('$.record.status = "timeout"');
      expect(Properties['FilterPattern']).toContain('$.level = "ERROR"');
      return transformation?.MetricName;
    });
    expect(counted).toHaveLength(9);
    expect(new Set(counted)).toEqual(new Set(Object.values(impacts).map(({ name }) => name)));
    const watched = alarmsOf(dev).map(({ Properties }) => Properties['MetricName']);
    expect(watched).toEqual(expect.arrayContaining([...new Set(counted)]));
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
  const filters = Object.values(resources(dev, 'watch', 'AWS::Logs::MetricFilter')).map(
    ({ Properties }) => Properties,
  );

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

  test('counts whatever touches the boundary into one metric, and readings into another', () => {
    const names = filters.map(
      ({ MetricTransformations }) =>
        (MetricTransformations as readonly { MetricName: string }[])[0]?.MetricName,
    );
    expect(names.filter(name => name === 'NumbersOpened')).toHaveLength(1);
    expect(names.filter(name => name === 'BoundaryTouched')).toHaveLength(5);
  });
});

describe('patterns over the trail', () => {
  const events = boundaryEvents(ground);
  const patterns = Object.fromEntries(events.map(({ name, pattern }) => [name, pattern]));

  test('are short enough for CloudWatch with the longest names there are', () => {
    for (const pattern of [
      ...Object.values(patterns),
      readingPattern(ground.numberKeyArn, ground.custodianArn),
    ]) {
      expect(pattern.length).toBeLessThanOrEqual(1024);
    }
  });

  test('ring at once, except for a refused entry, which rings the third time', () => {
    const { EntryRefused, ...others } = Object.fromEntries(events.map(({ name, weight }) => [name, weight]));
    expect(new Set(Object.values(others))).toEqual(new Set([1]));
    expect([2 * (EntryRefused ?? 1) < 1, 3 * (EntryRefused ?? 0) >= 1]).toEqual([true, true]);
  });

  test('see a caller without a role, whom "differs" alone would miss', () => {
    const issuer = '$.userIdentity.sessionContext.sessionIssuer.arn';
    expect(patterns['OpenedByOthers']).toContain(
      `((${issuer} NOT EXISTS) || (${issuer} != "${ground.custodianArn}"))`,
    );
  });

  test('see the key where each kind of record names it', () => {
    for (const place of ['$.resources[0].ARN', '$.resources[1].ARN']) {
      expect(patterns['OpenedByOthers']).toContain(`(${place} = "${ground.numberKeyArn}")`);
    }
    expect(patterns['OpenedByOthers']).toContain(`($.errorMessage = "*${ground.numberKeyArn}*")`);
  });

  test('see edits of the role and of its callers’ code by anybody but a deploy', () => {
    for (const event of [
      'UpdateAssumeRolePolicy',
      'PutRolePolicy',
      'DeleteRolePermissionsBoundary',
      'TagRole',
    ]) {
      expect(patterns['RoleEdited']).toContain(`($.eventName = "${event}")`);
    }
    expect(patterns['CallerRewritten']).toContain(
      '($.requestParameters.functionName = "*mogiri-longeststage-custodian-*")',
    );
    for (const name of ['RoleEdited', 'KeyEdited', 'CallerRewritten']) {
      expect(patterns[name]).toContain('($.sourceIPAddress NOT EXISTS)');
    }
  });
});
