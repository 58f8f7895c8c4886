import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoleResource } from '../../local/deployment.ts';
import type { System } from '../../local/system.ts';
import { routes } from '../../lambdas/routes.ts';
import { settingsOf } from '../../lambdas/settings.ts';
import { openSystem } from '../local-system.ts';
import { liveThrough } from './long-journey.ts';

/** A permission as it is granted or used: an action and the kind of thing it is for. */
type Permission = string;

/** Granted, not used by the functions themselves, and why that is right. */
const grantedForOthers: readonly { permission: RegExp; reason: string }[] = [
  {
    permission: /^logs:(CreateLogStream|PutLogEvents) /u,
    reason: 'Lambda itself writes a function’s log with the function’s role; no call of ours.',
  },
  {
    permission: /^sqs:GetQueueAttributes lanes$/u,
    reason: 'Lambda’s poller asks it when the mapping is made and while it scales.',
  },
];

/** Used, and granted by a key’s policy rather than by an identity policy (DESIGN §3). */
const grantedByKeyPolicy = /^kms:(Encrypt|Decrypt|GenerateMac) (number|index|code)-key$/u;

let system: System;
let lived: Awaited<ReturnType<typeof liveThrough>>;
const used = new Map<string, Set<Permission>>();

/** What an ARN stands for, without account, region and generated endings. */
function kindOf(arn: string): string {
  const key = system.deployment.keys.find(candidate => candidate.arn === arn);
  if (key !== undefined) return `${key.aliases[0]?.split('-').at(-1)}-key`;
  const [, , service = '', , , ...rest] = arn.split(':');
  const name = rest.join(':');
  if (service === 'dynamodb') return name.replace(/^.*Tables([A-Z][a-z]+)[0-9A-F]{8}/u, '$1').toLowerCase();
  if (service === 'secretsmanager') return /Edge/u.test(name) ? 'edge-secret' : 'login-secret';
  if (service === 'sqs') return name.replace(/^mogiri-dev-/u, '');
  if (service === 's3') return name.includes('/roots/') ? 'archived-root' : 'archive';
  if (service === 'cognito-idp') return 'staff-pool';
  if (service === 'logs' && name.includes('/aws/cloudtrail/')) return 'trail-log';
  if (service === 'iam') return name.replace('role/mogiri-dev-', '');
  return arn;
}

const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

/** Every action × resource that a role's identity policies allow; a grant to everything but topics stands for phones. */
function grantsOf(role: RoleResource): Set<Permission> {
  const granted = new Set<Permission>();
  for (const { document } of role.policies) {
    for (const statement of listedStatements(document)) {
      if (statement['Effect'] !== 'Allow') continue;
      const resources = 'NotResource' in statement ? ['*'] : listed(statement['Resource']);
      for (const action of listed(statement['Action']))
        for (const resource of resources) granted.add(`${action} ${kindOf(resource)}`);
    }
  }
  return granted;
}

function listedStatements(document: RoleResource['policies'][number]['document']): Record<string, unknown>[] {
  return [document.Statement].flat() as unknown as Record<string, unknown>[];
}

const ownNames = [...Object.keys(settingsOf), 'custodian'];

beforeAll(async () => {
  system = await openSystem();
  lived = await liveThrough(system);
  for (const { principal, action, resource, decision } of system.world.trail.list({ limit: 10_000 }).items) {
    if (decision !== 'Allow') continue;
    const role = /:assumed-role\/mogiri-dev-([^/]+)\//u.exec(principal)?.[1] ?? 'unknown';
    used.set(role, (used.get(role) ?? new Set()).add(`${action} ${kindOf(resource)}`));
  }
});

afterAll(() => system.close());

test('the journey goes through every function', () => {
  expect([...used.keys()].sort()).toEqual([...ownNames].sort());
});

test('the journey’s messages were taken, refused, doubted and held back for a while', () => {
  const total = (state: string) => lived.reports.reduce((sum, { byState }) => sum + (byState[state] ?? 0), 0);
  expect(total('SENT')).toBeGreaterThan(2);
  expect(total('REFUSED')).toBeGreaterThan(0);
  expect(total('UNKNOWN')).toBe(1);
  const held = system.logs.lines().filter(({ line }) => line.includes('"ending":"hold"'));
  expect(held.length).toBeGreaterThan(0);
});

test('the journey goes through every route', () => {
  const answered = system.logs.lines().map(({ line }) => /"route":"([^"]+)"/u.exec(line)?.[1]);
  const missing = routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter(key => !answered.includes(key));
  expect(missing).toEqual([]);
});

test.each(ownNames)('%s is granted nothing that it does not use', name => {
  const role = system.deployment.roles.find(candidate => candidate.name === `mogiri-dev-${name}`);
  if (role === undefined) throw new Error(`there is no role for ${name}`);
  const surplus = [...grantsOf(role)].filter(
    permission =>
      used.get(name)?.has(permission) !== true &&
      !grantedForOthers.some(exception => exception.permission.test(permission)),
  );
  expect(surplus).toEqual([]);
});

test.each(ownNames)('%s uses nothing but what its policies and the key policies grant', name => {
  const role = system.deployment.roles.find(candidate => candidate.name === `mogiri-dev-${name}`);
  const granted = role === undefined ? new Set() : grantsOf(role);
  const foreign = [...(used.get(name) ?? [])].filter(
    permission => !granted.has(permission) && !grantedByKeyPolicy.test(permission),
  );
  expect(foreign).toEqual([]);
});

test('no identity policy names a key action, a wildcard action or every resource', () => {
  for (const role of system.deployment.roles.filter(({ name }) =>
    ownNames.includes(name.replace('mogiri-dev-', '')),
  )) {
    const granted = [...grantsOf(role)];
    expect(granted.filter(permission => permission.startsWith('kms:'))).toEqual([]);
    expect(granted.filter(permission => /^[\w-]*:?\*|^\S*\* /u.test(permission))).toEqual([]);
    expect(granted.filter(permission => permission.endsWith(' *'))).toEqual(
      granted.includes('sns:Publish *') ? ['sns:Publish *'] : [],
    );
  }
});

test('every exception is needed by some role and has a reason', () => {
  const all = system.deployment.roles.flatMap(role => [...grantsOf(role)]);
  for (const { permission, reason } of grantedForOthers) {
    expect(all.some(granted => permission.test(granted))).toBe(true);
    expect(reason.length).toBeGreaterThan(20);
  }
});

/** A rotation asks until it is refused: that is its proof. */
const isProof = ({ principal, action }: { principal: string; action: string }) =>
  /\/(mogiri-dev-custodian-rotate\/|mogiri-dev-custodian\/rotation-check-)/u.test(principal) &&
  ['sts:AssumeRole', 'kms:Decrypt'].includes(action);

test('the whole journey meets no Deny and makes no call outside an invocation', () => {
  const items = system.world.trail.list({ limit: 10_000 }).items;
  expect(items.filter(item => item.decision === 'Deny' && !isProof(item))).toEqual([]);
  expect(items.filter(({ outsideInvocation }) => outsideInvocation)).toEqual([]);
});
