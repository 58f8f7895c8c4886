import { distinct, type Finding } from './finding.ts';
import { makeJudge, type Judge } from './judge.ts';
import { contextOfKey } from './key-use.ts';
import { policyOf, withRole } from './mutations.ts';
import { administratorAccess, declaredPrincipals, type Principal } from './principals.ts';
import { opener } from './promises.ts';
import { type KeyName, type ProvenHouse, roleNamed } from './proven-house.ts';
import { fits, fittingSessions, plainSession, type Session } from './sessions.ts';
import { isReading } from './table-use.ts';

/**
 * The house after the rotator wrote the worst it can: a trust that admits everybody, and inline policies, RevokeOlder
 * among them, that allow everything. The boundary is left, which it cannot touch (`proveGate`).
 */
export function widestCustodian(house: ProvenHouse): ProvenHouse {
  const everybody = policyOf([
    {
      Effect: 'Allow',
      Principal: '*',
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  ]);
  return withRole(house, opener, role => ({
    ...role,
    trust: everybody,
    policies: role.policies.map(({ name }) => ({ name, document: administratorAccess })),
  }));
}

/**
 * What the custodian can do in the widest house: open numbers and read rows of the Vault as promised, and nothing
 * else of `actions`, neither on any thing of the house nor on things that have no name.
 */
export function proveWidestCustodian(house: ProvenHouse, actions: readonly string[]): readonly Finding[] {
  const judge = makeJudge(withForeignKey(widestCustodian(house)));
  const custodian = declaredPrincipals(judge.house).find(({ role }) => role === opener);
  if (custodian === undefined) throw new Error(`there is no ${opener}`);
  const things = thingsByService(judge.house);
  const sessions = [plainSession, ...fittingSessions.slice(0, 1)];
  return distinct(
    actions.flatMap(action =>
      askedOn(action, things).flatMap(resource =>
        sessions.flatMap(session => widened(judge, custodian, { action, resource, session })),
      ),
    ),
  );
}

/** A key of the account that is not of the house, and is open to whoever is allowed to use it. */
function withForeignKey(house: ProvenHouse): ProvenHouse {
  const { account, region, keys } = house.deployment;
  const key = {
    arn: `arn:aws:kms:${region}:${account}:key/foreign`,
    keyId: 'foreign',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    aliases: ['alias/foreign'],
    policy: policyOf([{ Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }]),
  };
  return { ...house, deployment: { ...house.deployment, keys: [...keys, key] } };
}

type Deed = { readonly action: string; readonly resource: string; readonly session: Session };

function widened(judge: Judge, principal: Principal, deed: Deed): readonly Finding[] {
  const { action, resource, session } = deed;
  const key = judge.house.deployment.keys.find(({ arn }) => arn === resource);
  const context = key === undefined ? {} : contextOfKey(key, { action, sealed: 'right' });
  const may = judge.may({ principal, session, action, resource, context });
  if (!may || isWork(judge.house, principal, deed)) return [];
  const who = `${action} on ${resource.split('/').at(-1) ?? ''}`;
  return [{ name: 'widens-the-custodian', who, example: 'by an inline policy that the rotator wrote' }];
}

/** The two verbs that its boundary is for; which numbers and which rows is proved in `key-use` and `table-use`. */
function isWork(house: ProvenHouse, principal: Principal, { action, resource, session }: Deed): boolean {
  const { tables } = house.deployment;
  if (action === 'kms:Decrypt') return isKey(house, 'number', resource) && fits(session);
  // The public half of the signing key is no secret, and the key’s policy gives it to the whole account.
  if (action === 'kms:GetPublicKey') return isKey(house, 'signing', resource);
  const vault = tables.find(({ name }) => name.includes('TablesVault'));
  return resource === vault?.arn && isReading(principal, action.replace('dynamodb:', ''), session);
}

function isKey({ deployment: { keys, stage } }: ProvenHouse, name: KeyName, arn: string): boolean {
  return keys.some(key => key.arn === arn && key.aliases.includes(`alias/mogiri-${stage}-${name}`));
}

/** STS asks the trust of a role; who is the custodian already wins nothing by becoming it again. */
const becomes = /^sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity)$/u;

function askedOn(action: string, things: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const of = (service: string) => things.get(service) ?? [];
  if (becomes.test(action)) return of('iam').filter(arn => !arn.endsWith(`-${opener}`));
  return ['*', ...of(action.split(':')[0] ?? '')];
}

function thingsByService(house: ProvenHouse): ReadonlyMap<string, readonly string[]> {
  const { functions, keys, tables, buckets, secrets, queues } = house.deployment;
  const things = [
    ...[...functions, ...keys, ...tables, ...secrets, ...queues].map(({ arn }) => arn),
    ...buckets.flatMap(({ arn }) => [arn, `${arn}/x`]),
    ...['custodian', 'custodian-rotate'].map(name => roleNamed(house, name).arn),
  ];
  return Map.groupBy(things, arn => arn.split(':')[2] ?? '');
}
