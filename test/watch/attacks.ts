import {
  account,
  administrator,
  custodian,
  fn,
  record,
  refused,
  region,
  roleSession,
  root,
  user,
  type By,
} from './cloudtrail.ts';
import type { Line } from './second-reader.ts';

/** The things of a house that records name. */
export type Things = {
  readonly numberKeyArn: string;
  readonly indexKeyArn: string;
  readonly codeKeyArn: string;
  readonly vaultTableArn: string;
  readonly registerTableArn: string;
  readonly archiveBucket: string;
};

/** A record that must be heard, by exactly these filters. */
export type Attack = readonly [title: string, line: Line & { eventName: string }, heard: readonly string[]];

const custodianArn = `arn:aws:iam::${account}:role/mogiri-dev-custodian`;
const stranger = roleSession('almost:role/mogiri-dev-custodian', 'clever');
const everybody: readonly (readonly [string, By])[] = [
  ['an administrator', administrator],
  ['a user', user],
  ['root', root],
  ['a role whose path ends like the custodian’s ARN', stranger],
];

const words = (...lines: readonly string[]) => lines.flatMap(line => line.split(' '));

/** Each of the calls, by somebody whose turn it is: no kind of caller is overlooked by a kind of call. */
function each(
  source: string,
  names: readonly string[],
  make: (name: string, by: By) => Attack[1],
  heard: readonly string[],
): Attack[] {
  return names.map((name, place) => {
    const [who, by] = everybody[place % everybody.length] ?? ['an administrator', administrator];
    return [`${who}: ${source}:${name}`, make(name, by), heard];
  });
}

/** On the keys. */
export function keyAttacks({ numberKeyArn, indexKeyArn, codeKeyArn }: Things): Attack[] {
  const context = { encryptionContext: { use: 'phone-number', shopper: 'shp_01' } };
  const opened = { parameters: context, resources: [numberKeyArn] };
  const edits = ['PutKeyPolicy', 'CreateGrant', 'ScheduleKeyDeletion', 'DisableKey'];
  const rare = ['ReplicateKey', 'ImportKeyMaterial'];
  const alias = { parameters: { aliasName: 'alias/mogiri-dev-number' }, resources: [`${numberKeyArn}-2`] };
  return [
    ...everybody.map(
      ([who, by]): Attack => [
        `${who} opens a number`,
        record('kms', 'Decrypt', by, opened),
        ['OpenedByOthers'],
      ],
    ),
    [
      'desk opens one with its own role',
      record('kms', 'Decrypt', fn('custodian-desk'), opened),
      ['OpenedByOthers'],
    ],
    ['a refused Decrypt', refused('kms', 'Decrypt', administrator, numberKeyArn), ['OpenedByOthers']],
    [
      'a number sealed again under another key',
      record('kms', 'ReEncrypt', administrator, { resources: ['arn:aws:kms:x:1:key/other', numberKeyArn] }),
      ['OpenedByOthers'],
    ],
    ['a refused ReEncrypt', refused('kms', 'ReEncrypt', user, numberKeyArn), ['OpenedByOthers']],
    ...each(
      'kms',
      [...edits, ...rare],
      (name, by) => record('kms', name, by, { resources: [numberKeyArn] }),
      ['KeyEdited'],
    ),
    ['a refused PutKeyPolicy', refused('kms', 'PutKeyPolicy', administrator, numberKeyArn), ['KeyEdited']],
    ...each(
      'kms',
      ['CreateAlias', 'UpdateAlias', 'DeleteAlias'],
      (name, by) => record('kms', name, by, alias),
      ['AliasMoved'],
    ),
    ...each('kms', edits, (name, by) => record('kms', name, by, { resources: [indexKeyArn] }), [
      'MacKeyEdited',
    ]),
    ['the code key’s policy', refused('kms', 'PutKeyPolicy', root, codeKeyArn), ['MacKeyEdited']],
    [
      'an index computed by the console',
      record('kms', 'GenerateMac', fn('marketer-console'), { resources: [indexKeyArn] }),
      ['IndexByOthers', 'MacRate'],
    ],
    [
      'a code computed by the desk',
      record('kms', 'GenerateMac', fn('custodian-desk'), { resources: [codeKeyArn] }),
      ['CodeByOthers', 'MacRate'],
    ],
    [
      'an index compared by a stranger',
      record('kms', 'VerifyMac', user, { resources: [indexKeyArn] }),
      ['IndexByOthers'],
    ],
    ['a refused code', refused('kms', 'GenerateMac', root, codeKeyArn), ['CodeByOthers']],
    ['a refused index', refused('kms', 'GenerateMac', administrator, indexKeyArn), ['IndexByOthers']],
    ['a refused check of a code', refused('kms', 'VerifyMac', administrator, codeKeyArn), ['CodeByOthers']],
  ];
}

const rotations = ['UpdateAssumeRolePolicy', 'PutRolePolicy'];
const otherEdits = words(
  'AttachRolePolicy DetachRolePolicy DeleteRolePolicy UpdateRole TagRole UntagRole',
  'PutRolePermissionsBoundary DeleteRolePermissionsBoundary CreateRole DeleteRole',
);

/** On the roles and on coming in. */
export function roleAttacks(): Attack[] {
  const role = (roleName: string, more: Line = {}) => ({ parameters: { roleName, ...more } });
  const custodians = role('mogiri-dev-custodian');
  const rotators = role('mogiri-dev-custodian-rotate');
  const rotator = fn('custodian-rotate');
  const policy = `arn:aws:iam::${account}:policy/mogiri-dev-custodian-boundary`;
  const policies = ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'];
  const entry = { parameters: { roleArn: custodianArn, roleSessionName: 'delivery-x' } };
  return [
    ...each('iam', rotations, (name, by) => record('iam', name, by, custodians), ['TrustEdited']),
    ...each('iam', otherEdits, (name, by) => record('iam', name, by, custodians), ['RoleEdited']),
    ...each('iam', [...rotations, ...otherEdits], (name, by) => record('iam', name, by, rotators), [
      'CallerRoleEdited',
    ]),
    ...each('iam', policies, (name, by) => record('iam', name, by, { parameters: { policyArn: policy } }), [
      'BoundaryEdited',
    ]),
    [
      'desk’s role edited',
      record('iam', 'PutRolePolicy', user, role('mogiri-dev-custodian-desk')),
      ['CallerRoleEdited'],
    ],
    ['the rotator tags the custodian', record('iam', 'TagRole', rotator, custodians), ['RoleEdited']],
    [
      'the rotator writes another policy than the cut-off',
      record('iam', 'PutRolePolicy', rotator, role('mogiri-dev-custodian', { policyName: 'More' })),
      ['TrustEdited'],
    ],
    ['the rotator edits itself', record('iam', 'PutRolePolicy', rotator, rotators), ['CallerRoleEdited']],
    [
      'a refused trust edit',
      refused('iam', 'UpdateAssumeRolePolicy', user, 'role mogiri-dev-custodian'),
      ['TrustEdited'],
    ],
    [
      'a refused boundary edit',
      refused('iam', 'CreatePolicyVersion', root, `policy ${policy}`),
      ['BoundaryEdited'],
    ],
    ['a stranger comes in', record('sts', 'AssumeRole', administrator, entry), ['EntryByOthers']],
    ['from outside', record('sts', 'AssumeRoleWithWebIdentity', user, entry), ['EntryByOthers']],
    ['a refused entry', refused('sts', 'AssumeRole', administrator, custodianArn), ['EntryRefused']],
    ['desk is refused', refused('sts', 'AssumeRole', fn('custodian-desk'), custodianArn), ['EntryRefused']],
  ];
}

/** On the functions that may become the custodian. */
export function callerAttacks(): Attack[] {
  const verbs = words(
    'UpdateFunctionCode20150331v2 UpdateFunctionConfiguration20150331v2',
    'UpdateFunctionUrlConfig AddPermission20150331v2 RemovePermission20150331v2',
    'PutFunctionConcurrency20171031 CreateFunction20150331 DeleteFunction20150331',
    'CreateFunctionUrlConfig CreateEventSourceMapping20150331',
  );
  const names = ['desk', 'deliver', 'rotate', 'archive'].map(name => `mogiri-dev-custodian-${name}`);
  const arn = `arn:aws:lambda:${region}:${account}:function:${names[0]}`;
  const lent = { role: `arn:aws:iam::${account}:role/mogiri-dev-custodian-desk`, functionName: 'mine' };
  return [
    ...each(
      'lambda',
      verbs,
      (name, by) =>
        record('lambda', name, by, { parameters: { functionName: names[name.length % 4] ?? '' } }),
      ['CallerRewritten'],
    ),
    [
      'by its ARN',
      record('lambda', 'UpdateFunctionCode20150331v2', user, { parameters: { functionName: arn } }),
      ['CallerRewritten'],
    ],
    [
      'a refused code edit',
      refused('lambda', 'UpdateFunctionCode20150331v2', user, arn),
      ['CallerRewritten'],
    ],
    [
      'desk’s role lent to another function',
      record('lambda', 'CreateFunction20150331', administrator, { parameters: lent }),
      ['CallerLent'],
    ],
  ];
}

/** On the login. */
export function loginAttacks(): Attack[] {
  const secretId = 'mogiri-dev-custodian-login';
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${secretId}-AbCdEf`;
  const verbs = words(
    'PutSecretValue UpdateSecretVersionStage UpdateSecret PutResourcePolicy',
    'DeleteSecret DeleteResourcePolicy ReplicateSecretToRegions RotateSecret',
    'CancelRotateSecret',
  );
  const read = (by: By, id = secretId) =>
    record('secretsmanager', 'GetSecretValue', by, { parameters: { secretId: id } });
  return [
    ...everybody.map(([who, by]): Attack => [`${who} reads the login`, read(by), ['LoginRead']]),
    ['by its ARN', read(administrator, arn), ['LoginRead']],
    ['the console reads it', read(fn('marketer-console')), ['LoginRead']],
    ['the custodian itself reads it', read(custodian('desk-reg_1')), ['LoginRead']],
    [
      'desk is refused: its keys are used elsewhere',
      refused('secretsmanager', 'GetSecretValue', fn('custodian-desk'), secretId, 'AccessDenied'),
      ['LoginRead'],
    ],
    ...each(
      'secretsmanager',
      verbs,
      (name, by) => record('secretsmanager', name, by, { parameters: { secretId } }),
      ['LoginEdited'],
    ),
    [
      'desk writes a login',
      record('secretsmanager', 'PutSecretValue', fn('custodian-desk'), { parameters: { secretId: arn } }),
      ['LoginEdited'],
    ],
  ];
}

/** On what proves that the rest was kept. */
export function recordAttacks({ vaultTableArn, registerTableArn, archiveBucket }: Things): Attack[] {
  const table = (resourceArn: string) => ({ parameters: { resourceArn } });
  const trail = ['StopLogging', 'DeleteTrail', 'UpdateTrail'];
  const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/mogiri-dev-trail`;
  const group = { parameters: { logGroupName: '/aws/cloudtrail/mogiri-dev-trail' } };
  const lists = ['DeleteAlarms', 'DisableAlarmActions'];
  const alarmNames = { parameters: { alarmNames: ['mogiri-dev-boundary-touched'] } };
  const alarmName = { parameters: { alarmName: 'mogiri-dev-boundary-touched' } };
  const bucket = words(
    'PutBucketPolicy DeleteBucketPolicy PutBucketVersioning',
    'PutBucketObjectLockConfiguration PutBucketLifecycleConfiguration',
    'PutBucketReplication PutBucketAcl DeleteBucket PutObjectRetention DeleteObjects',
  );
  return [
    [
      'the Vault’s policy',
      record('dynamodb', 'PutResourcePolicy', user, table(vaultTableArn)),
      ['TableUnlocked'],
    ],
    [
      'the registers’',
      record('dynamodb', 'DeleteResourcePolicy', root, table(registerTableArn)),
      ['TableUnlocked'],
    ],
    ...each(
      'cloudtrail',
      trail,
      (name, by) => record('cloudtrail', name, by, { parameters: { name: trailArn } }),
      ['TrailStopped'],
    ),
    [
      'the trail hears less',
      record('cloudtrail', 'PutEventSelectors', user, { parameters: { trailName: 'mogiri-dev-trail' } }),
      ['TrailStopped'],
    ],
    ['a refused stop', refused('cloudtrail', 'StopLogging', user, trailArn), ['TrailStopped']],
    ...each(
      'logs',
      ['PutMetricFilter', 'DeleteMetricFilter', 'DeleteLogGroup'],
      (name, by) => record('logs', name, by, group),
      ['FilterEdited'],
    ),
    ...each('monitoring', lists, (name, by) => record('monitoring', name, by, alarmNames), ['AlarmMuted']),
    ...each(
      'monitoring',
      ['PutMetricAlarm', 'SetAlarmState'],
      (name, by) => record('monitoring', name, by, alarmName),
      ['AlarmMuted'],
    ),
    ...each(
      's3',
      bucket,
      (name, by) => record('s3', name, by, { parameters: { bucketName: archiveBucket } }),
      ['ArchiveEdited'],
    ),
    [
      'a refused edit of the archive',
      refused('s3', 'PutBucketPolicy', user, `arn:aws:s3:::${archiveBucket}`),
      ['ArchiveEdited'],
    ],
  ];
}

/** At the carrier. */
export function carrierAttacks(): Attack[] {
  const logging = {
    parameters: {
      attributes: {
        DeliveryStatusIAMRole: `arn:aws:iam::${account}:role/SNSFeedback`,
        DeliveryStatusSuccessSamplingRate: '100',
      },
    },
  };
  return [
    ...everybody.map(
      ([who, by]): Attack => [
        `${who} has numbers logged by the carrier`,
        record('sns', 'SetSMSAttributes', by, logging),
        ['CarrierLogged'],
      ],
    ),
    ...each('sns', ['ListPhoneNumbersOptedOut'], (name, by) => record('sns', name, by), ['NumbersListed']),
    ...each('sms-voice', ['DescribeOptedOutNumbers'], (name, by) => record('sms-voice', name, by), [
      'NumbersListed',
    ]),
  ];
}

/** Everything that must be heard. */
export function everyAttack(things: Things): Attack[] {
  return [
    ...keyAttacks(things),
    ...roleAttacks(),
    ...callerAttacks(),
    ...loginAttacks(),
    ...recordAttacks(things),
    ...carrierAttacks(),
  ];
}
