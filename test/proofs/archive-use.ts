import type { BucketResource } from '../../local/deployment.ts';
import type { Context } from '../../policy/request.ts';
import { compareWithPromise } from './compare.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Ask, Judge } from './judge.ts';
import { declaredPrincipals, everyPrincipal, type Principal } from './principals.ts';
import { archiveRights, archivist, loosening } from './promises.ts';
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
  if (puts) return ours && role === archivist && way !== 'over what is there';
  if (on !== 'bucket' && loosening.objects.includes(verb)) return false;
  if (on === 'bucket' && loosening.settings.includes(verb)) return standing === 'key-administrator';
  return undefined;
}

function nameOf(action: string): FindingName {
  if (action === 's3:PutObject') return 'rewrites-the-archive';
  const verb = action.replace('s3:', '');
  const loosens = [...loosening.objects, ...loosening.settings].includes(verb);
  return loosens ? 'loosens-the-archive' : 'reads-the-archive';
}

/** The lock that every root gets: for a year at least, and in production in the mode that nobody lifts. */
function proveLock(house: ProvenHouse): readonly Finding[] {
  const bucket: BucketResource = bucketNamed(house, 'archive');
  const mode = house.deployment.stage === 'prod' ? 'COMPLIANCE' : 'GOVERNANCE';
  const { versioned, lockable, objectLock } = bucket;
  const locked = versioned && lockable && objectLock?.mode === mode && objectLock.days >= 365;
  const example = `${objectLock?.mode ?? 'no lock'} for ${objectLock?.days ?? 0} days`;
  return locked ? [] : [{ name: 'loosens-the-archive', who: bucket.name, example }];
}
