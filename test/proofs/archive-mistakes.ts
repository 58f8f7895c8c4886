import { archiveOf } from './archive-use.ts';
import type { Mistake } from './mistake.ts';
import { allowing, bySid, edited, plus, withoutAction, type Edit } from './mutations.ts';
import type { ProvenHouse } from './proven-house.ts';

/** The same house with another policy on the archive. */
function withArchive(house: ProvenHouse, edit: Edit): ProvenHouse {
  const archive = archiveOf(house);
  const buckets = house.deployment.buckets.map(bucket =>
    bucket !== archive || bucket.resourcePolicy === undefined
      ? bucket
      : { ...bucket, resourcePolicy: edited(bucket.resourcePolicy, edit) },
  );
  return { ...house, deployment: { ...house.deployment, buckets } };
}

const roots = (house: ProvenHouse) => `${archiveOf(house)?.arn}/roots/*`;
const without = (sid: string) => (house: ProvenHouse) =>
  withArchive(
    house,
    bySid(sid, () => undefined),
  );

/** What could go wrong at the archive of the registers. */
export const archiveMistakes: readonly Mistake[] = [
  {
    name: 'an archive that anybody puts into',
    caughtAs: 'rewrites-the-archive',
    plant: without('ArchiveAlonePuts'),
  },
  {
    name: 'roots that can be put over',
    caughtAs: 'rewrites-the-archive',
    plant: without('NothingIsPutOver'),
  },
  ...['DeleteObject', 'DeleteObjectVersion', 'BypassGovernanceRetention', 'PutObjectRetention'].map(
    (verb): Mistake => ({
      name: `${verb} not denied in the archive`,
      caughtAs: 'rewrites-the-archive',
      plant: house =>
        withArchive(
          house,
          bySid('NothingIsTakenAway', statement => withoutAction(statement, `s3:${verb}`)),
        ),
    }),
  ),
  {
    name: 'roots read by the pulse',
    caughtAs: 'reads-the-archive',
    plant: house => allowing(house, 'pulse', 's3:GetObject', roots(house)),
  },
  {
    name: 'an archive that is open to the world',
    caughtAs: 'reads-the-archive',
    plant: house =>
      withArchive(house, plus({ Principal: '*', Action: 's3:GetObject', Resource: roots(house) })),
  },
];
