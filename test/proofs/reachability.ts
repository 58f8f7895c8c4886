import type { Finding } from './finding.ts';
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

/** Things near the numbers, by the names that edges use, with their ARNs. */
type Ground = Readonly<Record<string, readonly string[]>>;

/** A kind of step: actions on a thing, and how it leads to an opened number. */
type Step = { readonly on: string; readonly actions: readonly string[]; readonly because: string };

const named = (service: string, names: string) => names.split(' ').map(name => `${service}:${name}`);

const steps: readonly Step[] = [
  {
    on: 'custodian',
    actions: named(
      'iam',
      'UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole PassRole',
    ),
    because: 'changes who becomes the custodian, or what it may',
  },
  {
    on: 'custodian boundary',
    actions: named('iam', 'CreatePolicyVersion SetDefaultPolicyVersion'),
    because: 'widens what the custodian can ever do',
  },
  {
    on: 'a caller role',
    actions: named(
      'iam',
      'PassRole UpdateAssumeRolePolicy PutRolePolicy AttachRolePolicy DeleteRolePolicy',
    ).concat('sts:AssumeRole'),
    because: 'acts as desk or deliver, which become the custodian',
  },
  {
    on: 'a caller function',
    actions: named(
      'lambda',
      'UpdateFunctionCode UpdateFunctionConfiguration UpdateAlias AddPermission CreateFunction DeleteFunction CreateEventSourceMapping InvokeFunction',
    ),
    because: 'runs other code, or asks forged questions, as desk or deliver',
  },
  {
    on: 'login',
    actions: named(
      'secretsmanager',
      'GetSecretValue BatchGetSecretValue PutSecretValue UpdateSecret PutResourcePolicy UpdateSecretVersionStage',
    ),
    because: 'learns or sets the login of the custodian',
  },
  {
    on: 'number key',
    actions: named('kms', 'PutKeyPolicy CreateGrant Decrypt ReEncryptFrom'),
    because: 'opens numbers, or says who does',
  },
  {
    on: 'Vault',
    actions: named('dynamodb', 'PutResourcePolicy DeleteResourcePolicy'),
    because: 'takes the guard off the sealed numbers',
  },
  {
    on: 'a stack',
    actions: named('cloudformation', 'UpdateStack CreateChangeSet ExecuteChangeSet SetStackPolicy'),
    because: 'deploys another house',
  },
  {
    on: 'the deploying role',
    actions: named('iam', 'PassRole UpdateAssumeRolePolicy CreateRole'),
    because: 'acts under a name that administers keys',
  },
  {
    on: 'sign-in',
    actions: named(
      'cognito-idp',
      'AdminCreateUser AdminSetUserPassword AdminAddUserToGroup UpdateUserPoolClient',
    ),
    because: 'signs in as a custodian at the desk',
  },
  {
    on: 'pages',
    actions: ['s3:PutObject'],
    because: 'writes the console page, which holds a custodian’s token',
  },
];

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
  const because = steps.find(({ on }) => edge.endsWith(` on ${on}`))?.because ?? 'is the custodian';
  return `${who} → ${edge} → ${because} → an opened number`;
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
  const context = { 'iam:PassedToService': 'lambda.amazonaws.com', ...place, ...sealed };
  return [plainSession, ...fittingSessions].some(session =>
    judge.may({ principal, session, action, resource, context }),
  );
}

function groundOf(house: ProvenHouse): Ground {
  const { account, region, stage, functions, secrets } = house.deployment;
  const callers = promisedCallers.map(({ role }) => roleNamed(house, role).arn);
  const arnsOf = (type: string) =>
    house.resources
      .filter(resource => resource.type === type)
      .map(({ attributes }) => attributes['Arn'] ?? '');
  const pages = house.resources.filter(
    ({ type, place }) => type === 'AWS::S3::Bucket' && place.includes('/Pages'),
  );
  return {
    custodian: [roleNamed(house, 'custodian').arn],
    'custodian boundary': [`arn:aws:iam::${account}:policy/mogiri-${stage}-custodian-boundary`],
    'a caller role': callers,
    'a caller function': functions.filter(({ roleArn }) => callers.includes(roleArn)).map(({ arn }) => arn),
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
