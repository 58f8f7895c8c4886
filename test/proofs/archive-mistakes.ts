import type { BucketResource } from '../../local/deployment.ts';
import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import {
  allowing,
  alsoDoing,
  bySid,
  conditioned,
  drop,
  type Edit,
  plus,
  without,
  withoutAction,
  withBucket,
  withBucketPolicy,
  withPolicies,
} from './mutations.ts';
import { loosening } from './promises.ts';
import { bucketNamed, type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

const archivist = 'custodian-archive';
const onBucket = (name: string, caughtAs: FindingName, edit: (house: ProvenHouse) => Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withBucketPolicy(house, 'archive', edit(house)),
});
const dropped = (sid: string, caughtAs: FindingName) =>
  onBucket(`the archive without ${sid}`, caughtAs, () => bySid(sid, drop));
const undenied = (sid: string, verb: string) =>
  onBucket(`${verb} not denied in the archive`, 'loosens-the-archive', () =>
    bySid(sid, statement => withoutAction(statement, `s3:${verb}`)),
  );
const sidOf = (verb: string) =>
  verb.startsWith('Replicate') ? 'NothingIsReplicatedHere' : 'NothingIsTakenAway';
const objects = (house: ProvenHouse) => `${bucketNamed(house, 'archive').arn}/*`;

/** What could go wrong in the policy of the archive's bucket. */
const guardMistakes: readonly Mistake[] = [
  {
    name: 'an unguarded archive',
    caughtAs: 'rewrites-the-archive',
    plant: house => withBucketPolicy(house, 'archive', undefined),
  },
  dropped('ArchiveAlonePuts', 'rewrites-the-archive'),
  dropped('NothingIsPutOver', 'rewrites-the-archive'),
  dropped('NothingIsTakenAway', 'loosens-the-archive'),
  dropped('NothingIsReplicatedHere', 'loosens-the-archive'),
  dropped('TheLockStaysAsDeployed', 'loosens-the-archive'),
  ...loosening.objects.map(verb => undenied(sidOf(verb), verb)),
  ...loosening.settings.map(verb => undenied('TheLockStaysAsDeployed', verb)),
  onBucket('an archive that the desk writes as well', 'rewrites-the-archive', house =>
    bySid(
      'ArchiveAlonePuts',
      without('ArnNotEquals', 'aws:PrincipalArn', [
        roleNamed(house, archivist).arn,
        roleNamed(house, 'custodian-desk').arn,
      ]),
    ),
  ),
  onBucket('an archive that another role writes', 'cannot-do-its-work', house =>
    bySid('ArchiveAlonePuts', without('ArnNotEquals', 'aws:PrincipalArn', roleNamed(house, 'pulse').arn)),
  ),
  onBucket('roots guarded in another folder', 'rewrites-the-archive', house =>
    bySid('NothingIsPutOver', statement => ({
      ...statement,
      Resource: `${bucketNamed(house, 'archive').arn}/x*`,
    })),
  ),
  onBucket('roots that must be put over', 'rewrites-the-archive', () =>
    bySid('NothingIsPutOver', statement => conditioned(statement, 'Null', 's3:if-none-match', 'false')),
  ),
  onBucket('a lock that any role sets', 'loosens-the-archive', house =>
    bySid(
      'TheLockStaysAsDeployed',
      without('ArnNotLike', 'aws:PrincipalArn', `arn:aws:iam::${house.deployment.account}:role/*`),
    ),
  ),
  onBucket('a lock that no deployment sets', 'cannot-do-its-work', () =>
    bySid('TheLockStaysAsDeployed', without('ArnNotLike', 'aws:PrincipalArn')),
  ),
  onBucket(
    'an archive in clear',
    'rewrites-the-archive',
    () => statements => statements.filter(({ Action }) => Action !== 's3:*'),
  ),
  onBucket('roots for whoever asks', 'reads-the-archive', house =>
    plus({ Principal: '*', Action: 's3:GetObject', Resource: objects(house) }),
  ),
];

const lock = (name: string, change: (bucket: BucketResource) => BucketResource): Mistake => ({
  name,
  caughtAs: 'loosens-the-archive',
  plant: house => withBucket(house, 'archive', change),
});

function withoutLock(bucket: BucketResource): BucketResource {
  const { objectLock: _, ...rest } = bucket;
  return rest;
}

/** What could go wrong in the lock itself. */
const lockMistakes: readonly Mistake[] = [
  lock('an archive without a lock', bucket => ({ ...withoutLock(bucket), lockable: false })),
  lock('a lock without a default', withoutLock),
  lock('a lock of a month', bucket => ({ ...bucket, objectLock: { mode: 'GOVERNANCE', days: 30 } })),
  lock('a lock of another stage', bucket => ({ ...bucket, objectLock: { mode: 'COMPLIANCE', days: 365 } })),
  lock('an archive of one version', bucket => ({ ...bucket, versioned: false })),
];

const onRole = (
  name: string,
  caughtAs: FindingName,
  role: string,
  edit: (house: ProvenHouse) => Edit,
): Mistake => ({
  name,
  caughtAs,
  plant: house => withPolicies(house, role, edit(house)),
});

/** What could go wrong in what the roles may do with the archive, the register and the trail. */
const rightMistakes: readonly Mistake[] = [
  onRole('roots put anywhere', 'rewrites-the-archive', archivist, house =>
    bySid('PutRoots', statement => ({ ...statement, Resource: objects(house) })),
  ),
  ...['DeleteObject', 'PutObjectRetention', 'BypassGovernanceRetention'].map(verb =>
    onRole(`${verb} granted to the archive`, 'loosens-the-archive', archivist, () =>
      bySid('PutRoots', alsoDoing(`s3:${verb}`)),
    ),
  ),
  onRole('roots put by the desk', 'rewrites-the-archive', 'custodian-desk', () =>
    bySid('ReadRoots', alsoDoing('s3:PutObject')),
  ),
  onRole('the whole archive listed by the desk', 'reads-the-archive', 'custodian-desk', () =>
    bySid('ListRoots', without('StringEquals', 's3:prefix')),
  ),
  onRole('an archive that cannot put', 'cannot-do-its-work', archivist, () =>
    bySid('PutRoots', statement => withoutAction(statement, 's3:PutObject')),
  ),
  {
    name: 'roots read by the console',
    caughtAs: 'reads-the-archive',
    plant: house => allowing(house, 'marketer-console', 's3:GetObject', objects(house)),
  },
  {
    name: 'the bucket’s policy for the archive',
    caughtAs: 'reads-the-archive',
    plant: house => allowing(house, archivist, 's3:PutBucketPolicy', bucketNamed(house, 'archive').arn),
  },
  {
    name: 'rows added by the archive',
    caughtAs: 'rewrites-the-register',
    plant: house => allowing(house, archivist, 'dynamodb:PutItem', tableNamed(house, 'Register').arn),
  },
  {
    name: 'the Register read by deliver',
    caughtAs: 'reads-the-register',
    plant: house => allowing(house, 'custodian-deliver', 'dynamodb:Query', tableNamed(house, 'Register').arn),
  },
  {
    name: 'the Register scanned by the archive',
    caughtAs: 'reads-the-register',
    plant: house => allowing(house, archivist, 'dynamodb:Scan', tableNamed(house, 'Register').arn),
  },
  onRole('an archive that cannot read the Register', 'cannot-do-its-work', archivist, () =>
    bySid('UseRegister', statement => ({ ...statement, Action: 'dynamodb:DescribeTable' })),
  ),
];

/** What could go wrong around the archive of the registers. */
export const archiveMistakes: readonly Mistake[] = [...guardMistakes, ...lockMistakes, ...rightMistakes];
