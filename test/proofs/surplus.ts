import type { PolicyDocument } from '../../policy/request.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import { type Excuse, excuses, excusesIt } from './excuses.ts';
import { opener, promisedCallers } from './promises.ts';
import { type ProvenHouse, roleNamed, shortName } from './proven-house.ts';

/** A statement with every element a list; an element and its negation stay apart. */
type Statement = Readonly<
  Record<'Effect' | 'Action' | 'NotAction' | 'Resource' | 'NotResource', string[]>
> & {
  readonly Condition: unknown;
  readonly Principal: unknown;
};

/**
 * What the identity policies say beyond what is needed: keys, wildcards, a custodian without its boundary, trust in
 * strangers, a role for two functions. Every exception is a row of `excuses.ts` with its reason.
 */
export function proveNoSurplus(house: ProvenHouse): readonly Finding[] {
  return distinct([
    ...house.deployment.roles.flatMap(role =>
      role.policies.flatMap(({ document }) => surplusIn(shortName(house, role.arn), document)),
    ),
    ...boundaryFindings(house),
    ...trustFindings(house),
    ...sharedRoles(house),
  ]);
}

function statementsOf({ Statement }: PolicyDocument): readonly Statement[] {
  return [Statement].flat().map(raw => {
    const statement = raw as Readonly<Record<string, unknown>>;
    const list = (name: string) => (name in statement ? [statement[name]].flat().map(String) : []);
    return {
      Effect: list('Effect'),
      Action: list('Action'),
      NotAction: list('NotAction'),
      Resource: list('Resource'),
      NotResource: list('NotResource'),
      Condition: statement['Condition'],
      Principal: statement['Principal'],
    };
  });
}

/** The excuses that excuse nothing any more. */
export function idleExcuses(house: ProvenHouse): readonly Excuse[] {
  const wildcards = house.deployment.roles.flatMap(role =>
    role.policies.flatMap(({ document }) =>
      allowing(document)
        .flatMap(wildcardsOf)
        .map(({ text }) => ({ who: shortName(house, role.arn), text })),
    ),
  );
  return excuses.filter(excuse => !wildcards.some(({ who, text }) => excusesIt(excuse, who, text)));
}

function allowing(document: PolicyDocument): readonly Statement[] {
  return statementsOf(document).filter(({ Effect }) => Effect.includes('Allow'));
}

function wildcardsOf(statement: Statement): readonly { name: FindingName; text: string }[] {
  const { Action, NotAction, Resource, NotResource } = statement;
  const actions = [...Action.filter(text => text.includes('*')), ...NotAction.map(text => `all but ${text}`)];
  const resources = [
    ...Resource.filter(text => text.includes('*')),
    ...NotResource.map(text => `${Action.join()} on all but ${text}`),
  ];
  return [
    ...actions.map(text => ({ name: 'wildcard-action', text }) as const),
    ...resources.map(text => ({ name: 'wildcard-resource', text }) as const),
  ];
}

function surplusIn(who: string, document: PolicyDocument): readonly Finding[] {
  return allowing(document).flatMap(statement => [
    ...statement.Action.filter(action => /^kms:|^\*$/iu.test(action)).map(action =>
      found('speaks-of-keys', who, action),
    ),
    ...wildcardsOf(statement)
      .filter(({ text }) => !excuses.some(excuse => excusesIt(excuse, who, text)))
      .map(({ name, text }) => found(name, who, text)),
  ]);
}

const boundaryVerbs = ['dynamodb:GetItem', 'kms:Decrypt'];

/** The boundary lets through opening by the number key's alias and reading one row, each under its conditions. */
function boundaryFindings(house: ProvenHouse): readonly Finding[] {
  const { boundary } = roleNamed(house, opener);
  if (boundary === undefined) return [found('wide-boundary', opener, 'has no permissions boundary')];
  return statementsOf(boundary).flatMap(({ Effect, Action, NotAction, Resource, NotResource, Condition }) => {
    const verbs = Action.every(action => boundaryVerbs.includes(action)) && NotAction.length === 0;
    const things = [...Resource, ...NotResource].every(resource => /:(?:key|table)\//u.test(resource));
    const narrow = verbs && things && NotResource.length === 0 && Object.keys(Condition ?? {}).length > 0;
    return Effect.includes('Deny') || narrow ? [] : [found('wide-boundary', opener, Action.join())];
  });
}

/** Functions' roles are for Lambda, the scheduler's for the scheduler, the custodian's for its callers. */
function trustFindings(house: ProvenHouse): readonly Finding[] {
  const callers = promisedCallers.map(({ role }) => roleNamed(house, role).arn);
  return house.deployment.roles.flatMap(role => {
    const who = shortName(house, role.arn);
    return statementsOf(role.trust)
      .filter(({ Effect }) => Effect.includes('Allow'))
      .flatMap(({ Principal }) => principalsOf(Principal))
      .filter(principal =>
        who === opener ? !callers.includes(principal) : principal !== trusted(house, role.arn, who),
      )
      .map(principal => found('foreign-trust', who, principal));
  });
}

function trusted(house: ProvenHouse, roleArn: string, who: string): string {
  if (who === 'pulse-schedule') return 'scheduler.amazonaws.com';
  // CloudTrail writes the trail's log itself and needs a role for that.
  if (who.startsWith('watch-TrailOwnWriter')) return 'cloudtrail.amazonaws.com';
  return functionRoles(house).includes(roleArn) ? 'lambda.amazonaws.com' : 'nobody: no function runs as it';
}

/** The principals of a Principal element, without their kind. */
export function principalsOf(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal];
  return Object.values((principal ?? {}) as Readonly<Record<string, unknown>>).flatMap(values =>
    [values].flat().map(String),
  );
}

function functionRoles(house: ProvenHouse): readonly string[] {
  const own = house.deployment.functions.map(({ roleArn }) => roleArn);
  const deployed = house.resources
    .filter(
      ({ type, attributes }) => type === 'AWS::Lambda::Function' && isDeployOnly(house, attributes['Arn']),
    )
    .map(({ properties }) => String(properties['Role']));
  return [...own, ...deployed];
}

function isDeployOnly(house: ProvenHouse, arn: string | undefined): boolean {
  return !house.deployment.functions.some(candidate => candidate.arn === arn);
}

function sharedRoles(house: ProvenHouse): readonly Finding[] {
  const roles = functionRoles(house);
  return roles
    .filter((arn, at) => roles.indexOf(arn) !== at)
    .map(arn => found('shared-role', shortName(house, arn), 'more than one function runs as it'));
}

function found(name: FindingName, who: string, example: string): Finding {
  return { name, who: `${who}: ${example}`, example };
}
