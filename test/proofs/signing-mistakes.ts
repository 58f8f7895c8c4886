import type { FindingName } from './finding.ts';
import type { Mistake } from './mistake.ts';
import { alsoDoing, bySid, drop, type Edit, openedTo, plus, withKey, without } from './mutations.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';

const onKey = (name: string, caughtAs: FindingName, edit: (house: ProvenHouse) => Edit): Mistake => ({
  name,
  caughtAs,
  plant: house => withKey(house, 'signing', edit(house)),
});

/** What could go wrong in who signs the roots of the registers, in a stage that signs. */
export const signingMistakes: readonly Mistake[] = [
  onKey('no denial of signing', 'denial-missing', () => bySid('NobodyElseSigns', drop)),
  onKey('the desk spared by the denial of signing', 'denial-missing', house =>
    bySid(
      'NobodyElseSigns',
      without('ArnNotEquals', 'aws:PrincipalArn', [
        roleNamed(house, 'custodian-archive').arn,
        roleNamed(house, 'custodian-desk').arn,
      ]),
    ),
  ),
  onKey('roots signed by the desk', 'signs-a-root', house => openedTo(house, 'custodian-desk', 'kms:Sign')),
  onKey('roots signed by administrators', 'signs-a-root', () =>
    bySid('AdministerRevision1', alsoDoing('kms:Sign')),
  ),
  onKey('roots signed by the account', 'signs-a-root', house =>
    plus({ Principal: { AWS: house.deployment.account }, Action: 'kms:Sign', Resource: '*' }),
  ),
  onKey('roots that nobody signs', 'cannot-do-its-work', () => bySid('ArchiveSigns', drop)),
  onKey('an archive that verifies as well', 'uses-a-key', () =>
    bySid('ArchiveSigns', alsoDoing('kms:Verify')),
  ),
  onKey('a public half for the world', 'uses-a-key', () =>
    bySid('AnyoneChecks', without('StringEquals', 'aws:PrincipalAccount')),
  ),
  onKey('a public half that nobody has', 'cannot-do-its-work', () => bySid('AnyoneChecks', drop)),
  onKey('a signing key that is handed on', 'denial-missing', () => bySid('NobodyHandsItOn', drop)),
  onKey('a signing key that the archive deletes', 'administers-a-key', house =>
    openedTo(house, 'custodian-archive', 'kms:ScheduleKeyDeletion'),
  ),
];
