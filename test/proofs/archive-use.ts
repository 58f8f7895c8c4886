import type { BucketResource } from '../../local/deployment.ts';
import type { Context } from '../../policy/request.ts';
<<<<<<< HEAD
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
=======
import { compareWithPromise } from './compare.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Ask, Judge } from './judge.ts';
import { declaredPrincipals, everyPrincipal, type Principal } from './principals.ts';
import { archiveRights, archiver, loosening } from './promises.ts';
import { bucketNamed, type ProvenHouse } from './proven-house.ts';
import { plainSession } from './sessions.ts';

/** A call to the archive: on the bucket, on a root or on another object, and what S3 adds of it. */
type Call = { readonly on: 'bucket' | 'roots' | 'others'; readonly way: string; readonly context: Context };

const calls: readonly Call[] = [
  { on: 'roots', way: 'as something new', context: { 's3:if-none-match': '*' } },
  { on: 'roots', way: 'over what is there', context: {} },
  { on: 'others', way: 'as something new', context: { 's3:if-none-match': '*' } },
  { on: 'bucket', way: 'of roots', context: { 's3:prefix': 'roots/' } },
  { on: 'bucket', way: 'of everything', context: {} },
  {
    on: 'roots',
    way: 'in clear',
    context: { 's3:if-none-match': '*', 'aws:SecureTransport': 'false' },
  },
];

/** The ways that identity policies do not look at. */
const guarded = new Set(['over what is there', 'in clear']);

/**
 * Who uses the archive of the registers, of all `actions` that S3 has: the archive puts roots, each once, and reads
 * them back; the desk reads every version. Whatever is attached to anybody: nobody else puts, nothing is put over,
 * taken away, unlocked or replaced, and the lock is set by deploying alone.
 */
export function proveArchive(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const findings = everyPrincipal(judge.house).flatMap(principal =>
    compareAll(judge, principal, actions, calls),
  );
  return distinct([...findings, ...proveLock(judge.house)]);
}

/**
 * What the identity policies of the templates grant in the archive by themselves, for a house without the bucket's
 * policy: no role may hold a right that only that policy takes away again.
 */
export function proveArchiveGrants(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const granted = calls.filter(({ way }) => !guarded.has(way));
  return distinct(
    declaredPrincipals(judge.house).flatMap(principal => compareAll(judge, principal, actions, granted)),
  );
}

function compareAll(
  judge: Judge,
  principal: Principal,
  actions: readonly string[],
  tried: readonly Call[],
): readonly Finding[] {
  const { arn } = bucketNamed(judge.house, 'archive');
  return actions
    .filter(action => action.startsWith('s3:'))
    .flatMap(action =>
      tried.flatMap(call => {
        const promised = mayCall(principal, action.replace('s3:', ''), call);
        if (promised === undefined) return [];
        const resource = { bucket: arn, roots: `${arn}/roots/000000001.json`, others: `${arn}/x` }[call.on];
        const ask: Ask = { principal, session: plainSession, action, resource, context: call.context };
        return compareWithPromise(judge, nameOf(action), ask, promised, `on ${call.on}, ${call.way}`);
      }),
    );
}

const usedVerbs = new Set(
  Object.values(archiveRights).flatMap(rights => rights.map(right => right.split(' ')[0])),
);

/** What is promised; undefined where it is an administrator's business, as reading is. */
function mayCall(principal: Principal, verb: string, { on, way }: Call): boolean | undefined {
  if (way === 'in clear') return usedVerbs.has(verb) ? false : undefined;
  const { role = '', declared, standing } = principal;
  const puts = verb === 'PutObject' && on !== 'bucket';
  if (declared) {
    const granted = archiveRights[role]?.includes(`${verb} of ${on}`) === true;
    return granted && !(puts && way === 'over what is there') && way !== 'of everything';
  }
  const another = principal.caller('x');
  const ours = another.kind !== 'service';
  if (puts) return ours && role === archiver && way !== 'over what is there';
  if (on !== 'bucket' && loosening.objects.includes(verb)) return false;
  if (on === 'bucket' && loosening.settings.includes(verb)) return standing === 'key-administrator';
  return undefined;
}

function nameOf(action: string): FindingName {
  if (action === 's3:PutObject') return 'writes-the-archive';
  const verb = action.replace('s3:', '');
  const loosens = [...loosening.objects, ...loosening.settings].includes(verb);
  return loosens ? 'loosens-the-archive' : 'uses-the-archive';
}

/** The lock that every root gets: for a year at least, and in production in the mode that nobody lifts. */
function proveLock(house: ProvenHouse): readonly Finding[] {
  const bucket: BucketResource = bucketNamed(house, 'archive');
  const mode = house.deployment.stage === 'prod' ? 'COMPLIANCE' : 'GOVERNANCE';
  const { versioned, lockable, objectLock } = bucket;
  const locked = versioned && lockable && objectLock?.mode === mode && objectLock.days >= 365;
  const example = `${objectLock?.mode ?? 'no lock'} for ${objectLock?.days ?? 0} days`;
  return locked ? [] : [{ name: 'loosens-the-archive', who: bucket.name, example }];
>>>>>>> b-proofs
}
