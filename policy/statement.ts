import { parseAction } from './action-pattern.ts';
import { type ConditionTest, parseCondition } from './condition.ts';
import { entriesOf, textsOf } from './json-shape.ts';
import { PolicyError } from './policy-error.ts';
import { isExcepted, parsePrincipal, type PrincipalName, type Reach, reachOf } from './principal.ts';
import type { Question } from './question.ts';
import { coversResource, parseResource, type ResourcePattern } from './resource-pattern.ts';
import { fits, type Pattern } from './wildcard.ts';

/** What a document hangs on; each kind has its own grammar. `identity` includes boundaries and session policies. */
export type DocumentKind = 'identity' | 'resource' | 'key' | 'trust';

/** A list that an element names, or everything but that list (NotAction, NotResource, NotPrincipal). */
type Named<Item> = { readonly except: boolean; readonly items: readonly Item[] };

/** One parsed statement. `principal` is absent in identity policies, `resource` in trust policies. */
export type Statement = {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: Named<PrincipalName> | undefined;
  readonly action: Named<Pattern>;
  readonly resource: Named<ResourcePattern> | undefined;
  readonly condition: readonly ConditionTest[];
};

type Elements = ReadonlyMap<string, unknown>;
type Place = { readonly kind: DocumentKind; readonly variables: boolean; readonly place: string };

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads one statement strictly: unknown elements, a Principal in an identity policy, a Resource in a trust policy, a
 * missing element or NotPrincipal with Allow are refused. Rule: IAM User Guide, grammar of the policy language.
 */
export function parseStatement(statement: unknown, at: Place): Statement {
  const elements: Elements = new Map(entriesOf(statement, at.place));
  if ([...elements.keys()].some(name => !ELEMENTS.has(name)))
    throw new PolicyError(at.place, 'an unknown element');
  const effect = elements.get('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError(at.place, 'Effect is Allow or Deny');
  const condition = elements.get('Condition');
  const reading = { variables: at.variables, place: `${at.place}.Condition` };
  return {
    sid: parseSid(elements.get('Sid'), at),
    effect,
    principal: parsePrincipals(elements, effect, at),
    action: named(elements, 'Action', at, parseAction),
    resource: parseResources(elements, at),
    condition: condition === undefined ? [] : parseCondition(condition, reading),
  };
}

function parseSid(sid: unknown, at: Place): string | undefined {
  if (sid === undefined) return undefined;
  if (typeof sid !== 'string') throw new PolicyError(`${at.place}.Sid`, 'must be text');
  const keptByIam = at.kind === 'identity' || at.kind === 'trust';
  if (keptByIam && !/^[A-Za-z0-9]*$/u.test(sid))
    throw new PolicyError(`${at.place}.Sid`, 'only letters and digits');
  return sid === '' ? undefined : sid;
}

function parsePrincipals(elements: Elements, effect: string, at: Place): Named<PrincipalName> | undefined {
  const name = oneOf(elements, 'Principal', 'NotPrincipal', at);
  if (at.kind === 'identity') {
    if (name !== undefined) throw new PolicyError(at.place, 'an identity policy names no principal');
    return undefined;
  }
  if (name === undefined) throw new PolicyError(at.place, 'a principal must be named');
  const except = name === 'NotPrincipal';
  if (except && (effect === 'Allow' || at.kind === 'trust'))
    throw new PolicyError(at.place, 'no NotPrincipal here');
  return { except, items: parsePrincipal(elements.get(name), `${at.place}.${name}`) };
}

function parseResources(elements: Elements, at: Place): Named<ResourcePattern> | undefined {
  if (at.kind !== 'trust')
    return named(elements, 'Resource', at, (text, place) => parseResource(text, at.variables, place));
  if (oneOf(elements, 'Resource', 'NotResource', at) !== undefined) {
    throw new PolicyError(at.place, 'a trust policy names no resource');
  }
  return undefined;
}

function named<Item>(
  elements: Elements,
  element: 'Action' | 'Resource',
  at: Place,
  parse: (text: string, place: string) => Item,
): Named<Item> {
  const name = oneOf(elements, element, `Not${element}`, at);
  const place = `${at.place}.${element}`;
  if (name === undefined) throw new PolicyError(place, 'is missing');
  return {
    except: name !== element,
    items: textsOf(elements.get(name), place).map(text => parse(text, place)),
  };
}

function oneOf(elements: Elements, name: string, negation: string, at: Place): string | undefined {
  const found = [name, negation].filter(candidate => elements.has(candidate));
  if (found.length > 1) throw new PolicyError(at.place, 'an element and its negation');
  return found[0];
}

/**
 * Whether the statement speaks about the request, and how its principal reaches the caller (`direct` in identity
 * policies); undefined when it does not apply.
 */
export function applies(statement: Statement, question: Question): Reach | undefined {
  const { items, except } = statement.action;
  if (items.some(pattern => fits(pattern, question.action)) === except) return undefined;
  if (!coversRequested(statement, question)) return undefined;
  const reach = reachOfStatement(statement, question);
  if (reach === undefined) return undefined;
  return statement.condition.every(test => test(question.keys)) ? reach : undefined;
}

function reachOfStatement({ principal }: Statement, question: Question): Reach | undefined {
  if (principal === undefined) return 'direct';
  const { caller } = question.request;
  if (!principal.except) return reachOf(principal.items, caller);
  return isExcepted(principal.items, caller, question.hasBoundary) ? undefined : 'direct';
}

/** A variable without a value matches no resource; under NotResource that doubt is held against the caller. */
function coversRequested({ resource, effect }: Statement, question: Question): boolean {
  if (resource === undefined) return true;
  const answers = resource.items.map(item => coversResource(item, question.request.resource, question.keys));
  if (!resource.except) return answers.includes('yes');
  if (answers.includes('yes')) return false;
  return effect === 'Deny' || !answers.includes('unknown');
}
