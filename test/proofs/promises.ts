/** One who may become the custodian: for which purposes, and on behalf of which kind of person or work. */
export type PromisedCaller = {
  readonly role: string;
  readonly purposes: readonly (typeof closedPurposes)[number][];
  readonly kind: string;
  /** The one shopper whose number it opens, where it opens no other. */
  readonly shopper?: string;
};

/**
 * Who may claim which purposes, with the kind of person or work in SourceIdentity (DESIGN §3). Written out here and
 * not read from lib/, so that a row that grows there has to be promised here as well.
 */
export const promisedCallers: readonly PromisedCaller[] = [
  { role: 'custodian-desk', purposes: ['desk', 'disclosure', 'correction'], kind: 'stf_' },
  { role: 'custodian-deliver', purposes: ['delivery'], kind: 'cmp_' },
  { role: 'custodian-rotate', purposes: ['rotation-check'], kind: 'rot_', shopper: 'shp_CANARY' },
];

/** The closed list of purposes; one that no caller may claim yet is claimed in vain. */
export const closedPurposes = ['delivery', 'desk', 'disclosure', 'correction', 'rotation-check'] as const;

/** The one role that opens numbers, and the one that seals them and computes codes. */
export const opener = 'custodian';
/** See `opener`. */
export const sealer = 'shopper-verify';
/** The one other role that computes the index of a number, to find who has it. */
export const finder = 'custodian-desk';

/** The one function that turns the custodian's login, and what it may do with each thing of that. */
export const loginKeeper = 'custodian-rotate';

/** What it may do to the custodian role, with the boundary on it, and what it may look at without. */
export const gateRights = {
  write: ['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy'],
  read: ['iam:GetRole', 'iam:GetRolePolicy'],
};

/**
 * Rows of the Book that one function alone writes. `goes`: they may be removed again; `narrow`: the function has no
 * other business with the Book, and reads these rows too.
 */
export type KeptRow = {
  readonly partition: string;
  readonly keeper: string;
  readonly verbs: readonly string[];
  readonly goes: boolean;
  readonly narrow: boolean;
};

/** The one function that archives the registers. */
export const archivist = 'custodian-archive';

/** See `KeptRow`. */
export const keptRows: readonly KeptRow[] = [
  {
    partition: 'LOGIN',
    keeper: loginKeeper,
    verbs: ['PutItem', 'UpdateItem', 'DeleteItem'],
    goes: true,
    narrow: false,
  },
  { partition: 'ARCHIVE', keeper: archivist, verbs: ['UpdateItem'], goes: true, narrow: true },
  {
    partition: 'LEFT#stf_01JD0000000000000000000000',
    keeper: 'custodian-desk',
    verbs: ['PutItem', 'UpdateItem'],
    goes: false,
    narrow: false,
  },
];

/** Who may do what in the archive's bucket, with its roots or with anything else in it. */
export const archiveRights: Readonly<Record<string, readonly string[]>> = {
  [archivist]: ['PutObject of roots', 'GetObject of roots'],
  'custodian-desk': ['GetObjectVersion of roots', 'ListBucketVersions of bucket'],
};

/** What would loosen the archive's lock: on an object for nobody, in the bucket's settings for deployments alone. */
export const loosening = {
  objects: [
    'DeleteObject DeleteObjectVersion PutObjectRetention BypassGovernanceRetention UpdateObjectEncryption',
    'ReplicateObject ReplicateDelete',
  ].flatMap(names => names.split(' ')),
  settings: [
    'PutBucketObjectLockConfiguration PutBucketVersioning PutEncryptionConfiguration',
    'PutLifecycleConfiguration',
  ].flatMap(names => names.split(' ')),
};

/** Who may do what with the people who sign in: they are listed and shut out, never let in or changed. */
export const directoryRights: Readonly<Record<string, readonly string[]>> = {
  'custodian-desk': ['ListUsers', 'AdminDisableUser', 'AdminUserGlobalSignOut'],
};

/** Who may do what with the log of the trail, which tells of every reading. */
export const trailRights: Readonly<Record<string, readonly string[]>> = {
  [archivist]: ['FilterLogEvents'],
  'watch-TrailOwnWriter': ['CreateLogStream', 'PutLogEvents'],
};

/** Who may do what with the login secret: those who enter read the one login that is in use. */
export const loginRights: Readonly<Record<string, readonly string[]>> = {
  'custodian-desk': ['GetSecretValue of AWSCURRENT'],
  'custodian-deliver': ['GetSecretValue of AWSCURRENT'],
  [loginKeeper]: ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'],
};

const verbs = (names: string) => new Set(names.split(' ').map(name => `kms:${name}`));

/** What the named administrators may do with a key (boundary.md A9); nothing of it reads, seals or hands on. */
export const administration = verbs(
  [
    'DescribeKey GetKeyPolicy PutKeyPolicy ListKeyPolicies UpdateKeyDescription EnableKey DisableKey',
    'GetKeyRotationStatus EnableKeyRotation DisableKeyRotation ScheduleKeyDeletion CancelKeyDeletion',
    'CreateAlias UpdateAlias DeleteAlias ListResourceTags TagResource UntagResource ListGrants RevokeGrant',
  ].join(' '),
);

/** What the root user may do to save a key that nobody else can reach any more (boundary.md D). */
export const breakGlass = verbs(
  'DescribeKey GetKeyPolicy PutKeyPolicy ListGrants RevokeGrant EnableKey CancelKeyDeletion',
);

/** Who writes rows into the register, and who reads them: as declared, without any policy attached by hand. */
export const registerRights: Readonly<Record<string, readonly string[]>> = {
  PutItem: ['shopper-verify', 'shopper-wallet', 'custodian-desk', 'custodian-deliver', 'custodian-rotate'],
  Query: ['custodian-desk', 'custodian-rotate', 'custodian-archive'],
};

/** Every DynamoDB verb that hands out rows, by itself or as a stream or copy of them. */
export const readingVerbs = [
  'GetItem BatchGetItem Query Scan SearchVectors ConditionCheckItem PartiQLSelect PartiQLUpdate PartiQLDelete',
  'ReadDataForReplication ExportTableToPointInTime EnableKinesisStreamingDestination',
  'GetRecords GetShardIterator',
].flatMap(names => names.split(' '));

/** Every DynamoDB verb that writes, changes or removes rows. */
export const writingVerbs = [
  'PutItem UpdateItem DeleteItem BatchWriteItem PartiQLInsert PartiQLUpdate PartiQLDelete UpdateTimeToLive',
  'WriteDataForReplication',
].flatMap(names => names.split(' '));

/**
 * Verbs about tables as a whole: settings, backups, replicas, policies. No function has one; whoever administers the
 * account has them, and a copy made by them has lost its table's policy but not the number key's (boundary.md A10).
 */
export const tableVerbs = [
  'CreateTable UpdateTable DeleteTable ImportTable DescribeTable DescribeTimeToLive DescribeStream',
  'CreateBackup DescribeContinuousBackups UpdateContinuousBackups StartAwsBackupJob RestoreTableFromBackup',
  'RestoreTableFromAwsBackup RestoreTableToPointInTime DescribeContributorInsights UpdateContributorInsights',
  'DescribeKinesisStreamingDestination DisableKinesisStreamingDestination UpdateKinesisStreamingDestination',
  'CreateGlobalTable UpdateGlobalTable UpdateGlobalTableSettings UpdateGlobalTableVersion ReplicateSettings',
  'CreateTableReplica DeleteTableReplica AssociateTableReplica CreateGlobalTableWitness DeleteGlobalTableWitness',
  'DescribeTableReplicaAutoScaling UpdateTableReplicaAutoScaling GetResourcePolicy PutResourcePolicy',
  'DeleteResourcePolicy TagResource UntagResource ListTagsOfResource ListExports ListImports DescribeGlobalTable',
  'DescribeGlobalTableSettings',
].flatMap(names => names.split(' '));
