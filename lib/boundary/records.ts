import { is, records, some } from '../filter-pattern.ts';
import { calls, named, notByDeploy, ringing } from './ground.ts';
import type { BoundaryEvent, BoundaryGround } from './ground.ts';

const bucketEdits = [
  'PutBucketPolicy',
  'DeleteBucketPolicy',
  'PutBucketVersioning',
  'PutBucketObjectLockConfiguration',
  'PutBucketLifecycle*',
  'PutBucketReplication',
  'PutBucketAcl',
  'DeleteBucket',
  // Calls on objects: in the trail of an account that also records data events of this bucket, and only there.
  'PutObjectRetention',
  'DeleteObject*',
];
const trailEdits = ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'];

/** What proves that the rest was kept: the tables' own policies, the archive of the registers, trail and alarms. */
export function recordEvents(ground: BoundaryGround): readonly BoundaryEvent[] {
  const { names, lockedTableArns, archiveBucket } = ground;
  const locked = is('$.requestParameters.resourceArn', ...lockedTableArns);
  return [
    ringing(
      'TableUnlocked',
      records(calls('dynamodb', 'PutResourcePolicy', 'DeleteResourcePolicy'), locked, notByDeploy),
    ),
    ringing(
      'ArchiveEdited',
      records(calls('s3', ...bucketEdits), named('bucketName', archiveBucket), notByDeploy),
    ),
    ringing('TrailStopped', trailStopped(ground)),
    ringing(
      'FilterEdited',
      records(
        calls('logs', 'PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogGroup'),
        is(
          '$.requestParameters.logGroupName',
          names.trailLogGroup,
          `/aws/lambda/${names.stack('custodian-*')}`,
        ),
        notByDeploy,
      ),
    ),
    ringing('AlarmMuted', records(alarmEdits(ground), notByDeploy)),
  ];
}

function trailStopped({ names, ownTrail }: BoundaryGround): string {
  const edits = calls('cloudtrail', ...trailEdits);
  const trail = `*${names.trail}`;
  const ours = some(named('name', trail, `trail/${names.trail}`), is('$.requestParameters.trailName', trail));
  return ownTrail ? records(edits, ours, notByDeploy) : records(edits, notByDeploy);
}

/** Several alarms in one call stand in a list, of which the first is seen; each call of the console names one. */
function alarmEdits({ names }: BoundaryGround): string {
  const own = names.stack('*');
  const edits = calls('monitoring', 'PutMetricAlarm', 'DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState');
  const places = ['$.requestParameters.alarmName', '$.requestParameters.alarmNames[0]'];
  return `${edits} && ${some(...places.map(place => is(place, own)))}`;
}
