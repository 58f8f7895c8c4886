import type { KeyResource } from '../../local/deployment.ts';
import type { Context } from '../../policy/request.ts';
import { distinct, type Finding, type FindingName } from './finding.ts';
import type { Judge } from './judge.ts';
import { everyPrincipal, type Principal } from './principals.ts';
import { administration, breakGlass, finder, opener, sealer } from './promises.ts';
import { keyNamed, type ProvenHouse } from './proven-house.ts';
import {
  everySession,
  fits,
  fittingSessions,
  plainSession,
  sayingOf,
  type Session,
  sessionsOneStepOff,
} from './sessions.ts';

/** The encryption contexts that are tried, the right one first. */
export const encryptionContexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  right: { use: 'phone-number', shopper: 'shp_01JD0000000000000000000000' },
  'of another use': { use: 'email', shopper: 'shp_01JD0000000000000000000000' },
  'without a use': { shopper: 'shp_01JD0000000000000000000000' },
  'without a shopper': { use: 'phone-number' },
  'with something else for a shopper': { use: 'phone-number', shopper: 'somebody' },
  'with more than is needed': {
    use: 'phone-number',
    shopper: 'shp_01JD0000000000000000000000',
    store: 'sto_1',
  },
  absent: {},
};

/** How much is tried: the sessions of a principal, and the encryption contexts for one of them. */
export type KeyGrid = {
  readonly sessionsOf: (principal: Principal) => readonly Session[];
  readonly contextsOf: (principal: Principal, session: Session) => readonly string[];
  /** The sessions for everything that takes no encryption context, where no policy looks at them. */
  readonly otherwise: readonly Session[];
};

/** Everything with everything. */
export const everyCombination: KeyGrid = {
  sessionsOf: () => everySession,
  contextsOf: () => Object.keys(encryptionContexts),
  otherwise: [...fittingSessions, plainSession],
};

/** What is promised, and all that differs from it in one thing; enough for one planted mistake at a time. */
export const oneStepOff: KeyGrid = {
  sessionsOf: principal => (isWorker(principal) ? sessionsOneStepOff : [...fittingSessions, plainSession]),
  contextsOf: (principal, session) =>
    isWorker(principal) && fits(session) ? Object.keys(encryptionContexts) : ['right'],
  otherwise: [plainSession],
};

const isWorker = ({ role }: Principal) => role === opener || role === sealer;

type Question = {
  readonly principal: Principal;
  readonly key: 'number' | 'index' | 'code';
  readonly action: string;
  readonly session: Session;
  readonly sealed: string;
};

const underContext =
  /^kms:(?:Encrypt|Decrypt|ReEncryptFrom|ReEncryptTo|GenerateDataKey(?:Pair)?(?:WithoutPlaintext)?)$/u;

/**
 * Asks for every principal what it may do with the three keys and compares it with the promise of DESIGN §3. Every
 * one of `actions` is asked (`kms:…`, all that AWS has); those that take an encryption context, on the number key,
 * with the whole grid.
 */
export function proveKeyUse(judge: Judge, actions: readonly string[], grid: KeyGrid): readonly Finding[] {
  return distinct(findWrong(judge, actions, grid));
}

function* findWrong(judge: Judge, actions: readonly string[], grid: KeyGrid): Generator<Finding> {
  for (const key of ['number', 'index', 'code'] as const) {
    const resource = keyNamed(judge.house, key);
    for (const question of questionsOf(judge, key, actions, grid)) {
      const { principal, session, action } = question;
      const context = contextOf(resource, question);
      const may = judge.may({ principal, session, action, resource: resource.arn, context });
      if (may !== isPromised(question)) yield wrong(question, may);
    }
  }
}

function* questionsOf(
  judge: Judge,
  key: Question['key'],
  actions: readonly string[],
  grid: KeyGrid,
): Generator<Question> {
  for (const principal of everyPrincipal(judge.house)) {
    for (const action of actions) {
      const deep = key === 'number' && underContext.test(action);
      for (const session of deep ? grid.sessionsOf(principal) : grid.otherwise) {
        const contexts = deep ? grid.contextsOf(principal, session) : ['right'];
        for (const sealed of contexts) yield { principal, key, action, session, sealed };
      }
    }
  }
}

function contextOf(key: KeyResource, { action, sealed }: Pick<Question, 'action' | 'sealed'>): Context {
  const pairs = underContext.test(action) ? (encryptionContexts[sealed] ?? {}) : {};
  const named = Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return {
    'kms:KeySpec': key.spec,
    'kms:KeyUsage': key.usage,
    'kms:ResourceAliases': key.aliases,
    'kms:EncryptionContextKeys': Object.keys(pairs),
    ...Object.fromEntries(named),
    ...(action.endsWith('Mac') ? { 'kms:MacAlgorithm': 'HMAC_SHA_256' } : {}),
  };
}

/** What KMS adds to a Decrypt of a number, asked for as it was sealed. */
export function contextOfOpening(house: ProvenHouse): Context {
  return contextOf(keyNamed(house, 'number'), { action: 'kms:Decrypt', sealed: 'right' });
}

/** Whether a principal opens a number in this session, asking as it was sealed. */
export function mayOpen(judge: Judge, principal: Principal, session: Session): boolean {
  const resource = keyNamed(judge.house, 'number').arn;
  const context = contextOfOpening(judge.house);
  return judge.may({ principal, session, action: 'kms:Decrypt', resource, context });
}

function isPromised({ principal, key, action, session, sealed }: Question): boolean {
  if (principal.standing === 'key-administrator') return administration.has(action);
  if (principal.standing === 'root') return breakGlass.has(action);
  if (principal.role === sealer) {
    return key === 'number' ? action === 'kms:Encrypt' && sealed === 'right' : action === 'kms:GenerateMac';
  }
  if (principal.role === finder) return key === 'index' && action === 'kms:GenerateMac';
  const opening = principal.role === opener && key === 'number' && action === 'kms:Decrypt';
  return opening && sealed === 'right' && fits(session);
}

const names: Readonly<Record<string, FindingName>> = {
  'kms:Decrypt': 'opens-a-number',
  'kms:Encrypt': 'seals-a-number',
  'kms:GenerateMac': 'computes-a-code',
};

function wrong({ principal, key, action, session, sealed }: Question, may: boolean): Finding {
  const kind = administration.has(action) ? 'administers-a-key' : (names[action] ?? 'uses-a-key');
  return {
    name: may ? kind : 'cannot-do-its-work',
    who: `${principal.name}: ${action} on the ${key} key`,
    example: `${sayingOf(session)}, context ${sealed}`,
  };
}
