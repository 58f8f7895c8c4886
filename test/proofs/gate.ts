import type { Context } from '../../policy/request.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { contextOfPlace, type Place, places } from './places.ts';
import { declaredPrincipals, type Principal } from './principals.ts';
import { gateRights, loginKeeper, opener } from './promises.ts';
import { type ProvenHouse, roleNamed } from './proven-house.ts';
import { plainSession } from './sessions.ts';

/** One try to change somebody's rights: which action on which role or policy, with which boundary on it, from where. */
type Try = {
  readonly action: string;
  readonly resource: string;
  readonly boundary: string | undefined;
  readonly place: Place;
};

/**
 * Who of the house changes anybody's rights: the rotator alone, the trust and the inline policies of the custodian
 * alone, while the boundary is on it, and from its own function. `actions` are all that AWS has.
 */
export function proveGate(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const onRights = actions.filter(action => action.startsWith('iam:'));
  return distinct(
    declaredPrincipals(judge.house).flatMap(principal =>
      triesOf(judge.house, principal, onRights).flatMap(tried => compare(judge, principal, tried)),
    ),
  );
}

function triesOf(house: ProvenHouse, principal: Principal, onRights: readonly string[]): readonly Try[] {
  const ours = boundaryArn(house);
  const right = { boundary: ours, place: 'its own function' } as const;
  const custodian = roleNamed(house, opener).arn;
  if (principal.role !== loginKeeper) {
    const near = [custodian, roleNamed(house, loginKeeper).arn, ours];
    return near.flatMap(resource => onRights.map(action => ({ action, resource, ...right })));
  }
  const things = [...house.deployment.roles.map(({ arn }) => arn), ours, '*'];
  const boundaries = [ours, `${ours}-2`, 'arn:aws:iam::aws:policy/AdministratorAccess', undefined];
  return [
    ...things.flatMap(resource => onRights.map(action => ({ action, resource, ...right }))),
    ...[...gateRights.write, ...gateRights.read].flatMap(action =>
      boundaries.flatMap(boundary => places.map(place => ({ action, resource: custodian, boundary, place }))),
    ),
  ];
}

/** The policy that stands as the custodian's boundary in the templates, by the name that it should have. */
export function boundaryArn({ deployment: { account, stage } }: ProvenHouse): string {
  return `arn:aws:iam::${account}:policy/mogiri-${stage}-custodian-boundary`;
}

function isPromised(house: ProvenHouse, { role }: Principal, tried: Try): boolean {
  if (role !== loginKeeper || tried.resource !== roleNamed(house, opener).arn) return false;
  if (gateRights.read.includes(tried.action)) return true;
  const bounded = tried.boundary === boundaryArn(house);
  return gateRights.write.includes(tried.action) && bounded && tried.place === 'its own function';
}

function compare(judge: Judge, principal: Principal, tried: Try): readonly Finding[] {
  const { action, resource, boundary, place } = tried;
  const context: Context = {
    ...contextOfPlace(judge.house, principal, place),
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    'iam:PassedToService': 'lambda.amazonaws.com',
  };
  const may = judge.may({ principal, session: plainSession, action, resource, context });
  if (may === isPromised(judge.house, principal, tried)) return [];
  const who = `${principal.name}: ${action} on ${resource.split('/').at(-1) ?? ''}`;
  const example = `with ${boundary ?? 'no boundary'} on it, from ${place}`;
  return [{ name: may ? 'changes-rights' : 'cannot-do-its-work', who, example }];
}
