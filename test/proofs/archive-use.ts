import type { BucketResource } from '../../local/deployment.ts';
import type { Context } from '../../policy/request.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Judge } from './judge.ts';
import { everyPrincipal, type Principal } from './principals.ts';
import { archivist, auditor, breakGlass, administration } from './promises.ts';
import type { ProvenHouse } from './proven-house.ts';
import { plainSession } from './sessions.ts';

/** One thing that could be done to the archive or its key, and who may by what is promised. */
type Deed = {
  readonly found: FindingName;
  readonly action: string;
  readonly on: 'roots' | 'bucket' | 'key';
  readonly context?: Context;
  readonly may: (principal: Principal) => boolean;
};

const nobody = () => false;
const byRole = (role: string) => (principal: Principal) => principal.role === role;
const once: Context = { 's3:if-none-match': '*' };

/** What changes the archive is asked of everybody; what reads it, of the roles as they are declared. */
const deeds: readonly Deed[] = [
  {
    found: 'rewrites-the-archive',
    action: 's3:PutObject',
    on: 'roots',
    context: once,
    may: byRole(archivist),
  },
  { found: 'rewrites-the-archive', action: 's3:PutObject', on: 'roots', may: nobody },
  ...['DeleteObject', 'DeleteObjectVersion', 'PutObjectRetention', 'BypassGovernanceRetention'].map(
    (verb): Deed => ({ found: 'rewrites-the-archive', action: `s3:${verb}`, on: 'roots', may: nobody }),
  ),
  { found: 'reads-the-archive', action: 's3:GetObject', on: 'roots', may: byRole(archivist) },
  { found: 'reads-the-archive', action: 's3:GetObjectVersion', on: 'roots', may: byRole(auditor) },
  {
    found: 'reads-the-archive',
    action: 's3:ListBucketVersions',
    on: 'bucket',
    context: { 's3:prefix': 'roots/' },
    may: byRole(auditor),
  },
  { found: 'reads-the-archive', action: 's3:ListBucketVersions', on: 'bucket', may: nobody },
];

/** The bucket of the roots, where the house has one. */
export function archiveOf({ deployment }: ProvenHouse): BucketResource | undefined {
  return deployment.buckets.find(({ name }) => name.includes('-vault-archive'));
}

/** Who puts and reads roots (decision 0020), also with AdministratorAccess where it would change something. */
export function proveArchive(judge: Judge): readonly Finding[] {
  const bucket = archiveOf(judge.house);
  if (bucket === undefined)
    return [{ name: 'cannot-do-its-work', who: 'the archive', example: 'is missing' }];
  const findings = everyPrincipal(judge.house).flatMap(principal =>
    deeds
      .filter(({ found }) => principal.declared || found === 'rewrites-the-archive')
      .flatMap(deed => {
        const resource = deed.on === 'bucket' ? bucket.arn : `${bucket.arn}/roots/000000001.json`;
        return compare(judge, principal, deed, resource);
      }),
  );
  return distinct(findings);
}

/** Who uses the signing key, where there is one: every action that AWS has for a key is asked of everybody. */
export function proveSigning(judge: Judge, keyActions: readonly string[]): readonly Finding[] {
  const key = judge.house.deployment.keys.find(({ aliases }) =>
    aliases.some(name => name.endsWith('-signing')),
  );
  if (key === undefined) return [];
  const context = { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' };
  const findings = everyPrincipal(judge.house).flatMap(principal =>
    keyActions.flatMap(action => {
      const may = () => isPromisedWithKey(judge.house, principal, action);
      return compare(judge, principal, { found: 'signs-a-root', action, on: 'key', context, may }, key.arn);
    }),
  );
  return distinct(findings);
}

function isPromisedWithKey(house: ProvenHouse, principal: Principal, action: string): boolean {
  const caller = principal.caller(plainSession.name);
  const isOurs = caller.kind !== 'service' && caller.account === house.deployment.account;
  if (action === 'kms:GetPublicKey') return isOurs;
  if (principal.standing === 'key-administrator') return administration.has(action);
  if (principal.standing === 'root') return breakGlass.has(action);
  return principal.role === archivist && action === 'kms:Sign';
}

function compare(judge: Judge, principal: Principal, deed: Deed, resource: string): readonly Finding[] {
  const { action, context, found, may: promised } = deed;
  const asked = { principal, session: plainSession, action, resource };
  const may = judge.may(context === undefined ? asked : { ...asked, context });
  if (may === promised(principal)) return [];
  const example = Object.keys(context ?? {}).join(', ');
  return [{ name: may ? found : 'cannot-do-its-work', who: `${principal.name}: ${action}`, example }];
}
