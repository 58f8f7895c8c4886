import * as fc from 'fast-check';
import type { AccessRequest, Caller, PolicyDocument, PolicySet } from '../../policy/request.ts';
import { conditions, contexts, some } from './generated-conditions.ts';
import {
  allow,
  ask,
  keyArn,
  OTHER,
  OWN,
  policy,
  REGION,
  roleArn,
  service,
  session,
  tableArn,
  user,
} from './requests.ts';

/** One question to two evaluators. */
export type Case = { readonly request: AccessRequest; readonly policies: PolicySet };

type Domain = {
  readonly kind: 'key' | 'trust' | 'resource';
  readonly actions: readonly string[];
  readonly patterns: readonly string[];
  readonly resources: readonly string[];
};

const DOMAINS: readonly Domain[] = [
  {
    kind: 'resource',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    patterns: ['dynamodb:*', 'dynamodb:GetItem', 'DynamoDB:getitem', 'dynamodb:?etItem', 'dynamodb:*Item'],
    resources: [tableArn('Vault'), tableArn('Book'), tableArn('*'), `arn:aws:dynamodb:*:${OWN}:table/?ook`],
  },
  {
    kind: 'resource',
    actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    patterns: ['sqs:*', 'sqs:SendMessage', 'sqs:*Message'],
    resources: [
      `arn:aws:sqs:${REGION}:${OWN}:lanes`,
      `arn:aws:sqs:${REGION}:${OWN}:dead`,
      'arn:aws:sqs:*:*:la*',
    ],
  },
  {
    kind: 'key',
    actions: ['kms:Decrypt', 'kms:Encrypt'],
    patterns: ['kms:*', 'kms:Decrypt', 'kms:*crypt'],
    resources: [keyArn('number'), keyArn('index'), `arn:aws:kms:${REGION}:*:key/*`],
  },
  {
    kind: 'trust',
    actions: ['sts:AssumeRole'],
    patterns: ['sts:*', 'sts:AssumeRole', 'STS:assume*'],
    resources: [roleArn('custodian'), roleArn('clerk'), `arn:aws:iam::${OWN}:role/cust*`],
  },
];

const CALLERS: readonly Caller[] = [
  session('clerk', 'one'),
  session('clerk', 'two'),
  session('keeper', 'one'),
  user('ann'),
  session('clerk', 'one', OTHER),
  service('lambda'),
];

const PRINCIPALS: readonly unknown[] = [
  '*',
  { AWS: '*' },
  { AWS: OWN },
  { AWS: `arn:aws:iam::${OWN}:root` },
  { AWS: roleArn('clerk') },
  { AWS: session('clerk', 'one').arn },
  { AWS: [roleArn('keeper'), user('ann').arn] },
  { AWS: [OTHER, session('keeper', 'one').arn] },
  { AWS: roleArn('clerk', OTHER) },
  { Service: 'lambda.amazonaws.com' },
  { Service: ['sqs.amazonaws.com', 'lambda.amazonaws.com'], AWS: roleArn('clerk') },
];

const whole = fc.constantFrom(...DOMAINS).chain(domain =>
  fc.record({ request: requests(domain), policies: policySets(domain) }).map(({ request, policies }) => ({
    request,
    policies: request.caller.kind === 'service' ? withoutOwn(policies) : fitting(request.caller, policies),
  })),
);

/** Nothing but one Allow with one or two tests, so that each test often decides alone. */
const conditional = fc
  .record({ context: contexts, Condition: conditions(2) })
  .map(({ context, Condition }) => ({
    request: ask({ caller: session('clerk', 'one'), context }),
    policies: { identity: [policy(allow({ Condition }))] },
  }));

/** Questions whose every element comes from a small world, so that matches are frequent. */
export const cases: fc.Arbitrary<Case> = fc.oneof(
  { weight: 3, arbitrary: whole },
  { weight: 2, arbitrary: conditional },
);

function requests(domain: Domain): fc.Arbitrary<AccessRequest> {
  return fc.record({
    caller: fc.constantFrom(...CALLERS),
    action: fc.constantFrom(...domain.actions),
    resource: fc.constantFrom(...domain.resources.filter(arn => !/[*?]/u.test(arn))),
    resourceAccount: fc.constant(OWN),
    context: contexts,
  });
}

function policySets(domain: Domain): fc.Arbitrary<PolicySet> {
  const own = documents(domain, 'identity');
  const resource = documents(domain, domain.kind).map(document => ({ kind: domain.kind, document }));
  return fc
    .record({
      identity: fc.array(own, { maxLength: 2 }),
      boundary: fc.option(own, { freq: 2, nil: undefined }),
      session: fc.option(own, { freq: 2, nil: undefined }),
      resource: domain.kind === 'resource' ? fc.option(resource, { nil: undefined }) : resource,
    })
    .map(({ identity, ...rest }) => ({ identity, ...defined(rest) }));
}

function defined(rest: { [name in 'boundary' | 'session' | 'resource']: PolicySet[name] | undefined }) {
  return {
    ...(rest.boundary && { boundary: rest.boundary }),
    ...(rest.session && { session: rest.session }),
    ...(rest.resource && { resource: rest.resource }),
  };
}

function withoutOwn({ resource }: PolicySet): PolicySet {
  return { identity: [], ...(resource && { resource }) };
}

/** Only roles have session policies here. */
function fitting(caller: Caller, { session: limit, ...policies }: PolicySet): PolicySet {
  return caller.kind === 'role' && limit ? { ...policies, session: limit } : policies;
}

function documents(domain: Domain, kind: Domain['kind'] | 'identity'): fc.Arbitrary<PolicyDocument> {
  return fc.record({
    Version: fc.constant('2012-10-17'),
    Statement: fc.array(statements(domain, kind), { minLength: 1, maxLength: 3 }),
  });
}

function statements(domain: Domain, kind: Domain['kind'] | 'identity'): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.record({ Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Deny') }),
      element('Action', ['*', ...domain.actions, ...domain.patterns], 6),
      kind === 'trust' ? fc.constant({}) : element('Resource', ['*', '*', ...domain.resources], 6),
      kind === 'identity' ? fc.constant({}) : fc.record({ Principal: fc.constantFrom(...PRINCIPALS) }),
      fc.oneof(fc.constant({}), fc.record({ Condition: conditions(3) })),
    )
    .map(parts => Object.assign({}, ...parts));
}

function element(name: string, pool: readonly string[], oneIn: number): fc.Arbitrary<object> {
  const texts = some([...new Set(pool)], 3);
  return fc
    .tuple(texts, fc.nat(oneIn - 1))
    .map(([list, die]) => ({ [die === 0 ? `Not${name}` : name]: list.length === 1 ? list[0] : list }));
}
