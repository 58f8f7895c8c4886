import type { Finding } from './finding.ts';
import { boundaryArn } from './gate.ts';
import { mayBecome } from './becoming.ts';
import { makeJudge, type Judge } from './judge.ts';
import { contextOfOpening } from './key-use.ts';
import { declaredPrincipals, deployRoleArn, type Principal, strangers } from './principals.ts';
import { promisedCallers } from './promises.ts';
import {
  currentEpoch,
  keyNamed,
  type ProvenHouse,
  roleNamed,
  shortName,
  tableNamed,
} from './proven-house.ts';
import { fittingSessions, plainSession } from './sessions.ts';
import { becauseOf, steps } from './steps.ts';

/** Things near the numbers, by the names that edges use, with their ARNs. */
type Ground = Readonly<Record<string, readonly string[]>>;

/**
 * Who is one step from an opened number, as `action on thing` by principal, computed from the templates: their roles
 * as declared, the account's and the keys' administrators, root. Conditions are given whatever value helps.
 */
export function edgesOf(house: ProvenHouse): Readonly<Record<string, readonly string[]>> {
  const judge = makeJudge(house);
  const ground = groundOf(house);
  const edges = principalsNearby(house).map(principal => {
    const taken = steps.flatMap(({ on, actions }) =>
      actions
        .filter(action => (ground[on] ?? []).some(resource => mayStep(judge, principal, action, resource)))
        .map(action => `${action} on ${on}`),
    );
    const becomes = fittingSessions.some(session =>
      mayBecome(judge, principal, {
        ...session,
        externalId: currentEpoch,
        otherTags: [],
        from: 'its own function',
      }),
    );
    return [principal.name, becomes ? [...taken, 'sts:AssumeRole on custodian'] : taken] as const;
  });
  return Object.fromEntries(edges.filter(([, taken]) => taken.length > 0));
}

/** Compares the edges of the templates with the list that is kept; each difference is told with its path. */
export function proveReachability(
  house: ProvenHouse,
  kept: Readonly<Record<string, readonly string[]>>,
): readonly Finding[] {
  const found = edgesOf(house);
  const without = (
    all: Readonly<Record<string, readonly string[]>>,
    known: Readonly<Record<string, readonly string[]>>,
    name: 'new-edge' | 'lost-edge',
  ) =>
    Object.entries(all).flatMap(([who, edges]) =>
      edges
        .filter(edge => known[who]?.includes(edge) !== true)
        .map(edge => ({ name, who: `${who}: ${edge}`, example: pathOf(who, edge) })),
    );
  return [...without(found, kept, 'new-edge'), ...without(kept, found, 'lost-edge')];
}

function pathOf(who: string, edge: string): string {
  return `${who} → ${edge} → ${becauseOf(edge)} → an opened number`;
}

function principalsNearby(house: ProvenHouse): readonly Principal[] {
  const others = strangers(house).filter(
    ({ name, standing }) => standing !== 'stranger' || name.startsWith('an administrator'),
  );
  return [...declaredPrincipals(house), ...others];
}

function mayStep(judge: Judge, principal: Principal, action: string, resource: string): boolean {
  const place: Record<string, string> =
    principal.functionArn === undefined ? {} : { 'lambda:SourceFunctionArn': principal.functionArn };
  const sealed = action === 'kms:Decrypt' ? contextOfOpening(judge.house) : {};
  const context = {
    'iam:PassedToService': 'lambda.amazonaws.com',
    'iam:PermissionsBoundary': boundaryArn(judge.house),
    'secretsmanager:VersionStage': 'AWSCURRENT',
    ...place,
    ...sealed,
  };
  return [plainSession, ...fittingSessions].some(session =>
    judge.may({ principal, session, action, resource, context }),
  );
}

function groundOf(house: ProvenHouse): Ground {
  const { account, region, functions, secrets } = house.deployment;
  const callers = promisedCallers.map(({ role }) => ({ role, arn: roleNamed(house, role).arn }));
  const arnsOf = (type: string) =>
    house.resources
      .filter(resource => resource.type === type)
      .map(({ attributes }) => attributes['Arn'] ?? '');
  const pages = house.resources.filter(
    ({ type, place }) => type === 'AWS::S3::Bucket' && place.includes('/Pages'),
  );
  return {
    custodian: [roleNamed(house, 'custodian').arn],
    'custodian boundary': [boundaryArn(house)],
    ...Object.fromEntries(callers.map(({ role, arn }) => [`the role of ${role}`, [arn]])),
    ...Object.fromEntries(
      callers.map(({ role, arn: roleArn }) => [
        `the function ${role}`,
        functions.filter(lambda => lambda.roleArn === roleArn).map(({ arn }) => arn),
      ]),
    ),
    login: secrets
      .filter(({ arn }) => shortName(house, arn).startsWith('custodian-login'))
      .map(({ arn }) => arn),
    'number key': [keyNamed(house, 'number').arn],
    Vault: [tableNamed(house, 'Vault').arn],
    'a stack': house.stacks.map(name => `arn:aws:cloudformation:${region}:${account}:stack/${name}/id`),
    'the deploying role': [deployRoleArn(house)],
    'sign-in': arnsOf('AWS::Cognito::UserPool'),
    pages: pages.map(({ attributes }) => `${attributes['Arn'] ?? ''}/console/index.html`),
  };
}
