import type { KeyResource } from '../../local/deployment.ts';
import type { Context } from '../../policy/request.ts';
import { type Finding, type FindingName, firstOfEach } from './finding.ts';
import type { Judge } from './judge.ts';
import { everyPrincipal, type Principal } from './principals.ts';
import {
  administration,
  archivist,
  breakGlass,
  finder,
  opener,
  promisedCallers,
  sealer,
} from './promises.ts';
import { type KeyName, keyNamed, keyNames, type ProvenHouse } from './proven-house.ts';
import {
  callerOf,
  everySession,
  fits,
  fittingSessions,
  plainSession,
  sayingOf,
  type Session,
  sessionsOneStepOff,
} from './sessions.ts';

/** The encryption contexts under which numbers are sealed: of a person, of the canary, of one called nearly so. */
const numbersSealed = {
  right: { use: 'phone-number', shopper: 'shp_01JD0000000000000000000000' },
  'of the canary': { use: 'phone-number', shopper: 'shp_CANARY' },
  'of one named after the canary': { use: 'phone-number', shopper: 'shp_CANARY2' },
};

/** The encryption contexts that are tried, the right one first. */
export const encryptionContexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...numbersSealed,
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
    isWorker(principal) && fits(session) ? Object.keys(encryptionContexts) : [ownContext(session)],
  otherwise: [plainSession],
};

const isWorker = ({ role }: Principal) => role === opener || role === sealer;

type Question = {
  readonly principal: Principal;
  readonly key: KeyName;
  readonly action: string;
  readonly session: Session;
  readonly sealed: string;
};

const signing = { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' };

const underContext =
  /^kms:(?:Encrypt|Decrypt|ReEncryptFrom|ReEncryptTo|GenerateDataKey(?:Pair)?(?:WithoutPlaintext)?)$/u;

/**
 * Asks for every principal what it may do with the three keys and compares it with the promise of DESIGN §3. Every
 * one of `actions` is asked (`kms:…`, all that AWS has); those that take an encryption context, on the number key,
 * with the whole grid.
 */
export function proveKeyUse(judge: Judge, actions: readonly string[], grid: KeyGrid): Iterable<Finding> {
  return firstOfEach(findWrong(judge, actions, grid));
}

function* findWrong(judge: Judge, actions: readonly string[], grid: KeyGrid): Generator<Finding> {
  for (const key of keyNames(judge.house)) {
    const resource = keyNamed(judge.house, key);
    for (const question of questionsOf(judge, key, actions, grid)) {
      const { principal, session, action } = question;
      const context = contextOfKey(resource, question);
      const may = judge.may({ principal, session, action, resource: resource.arn, context });
      if (may !== isPromised(judge.house, question)) yield wrong(question, may);
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

/** What KMS adds to a request on a key: its spec and aliases, the encryption context of this name, the algorithm. */
export function contextOfKey(
  key: KeyResource,
  { action, sealed }: Pick<Question, 'action' | 'sealed'>,
): Context {
  const pairs = underContext.test(action) ? (encryptionContexts[sealed] ?? {}) : {};
  const named = Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return {
    'kms:KeySpec': key.spec,
    'kms:KeyUsage': key.usage,
    'kms:ResourceAliases': key.aliases,
    'kms:EncryptionContextKeys': Object.keys(pairs),
    ...Object.fromEntries(named),
    ...(action.endsWith('Mac') ? { 'kms:MacAlgorithm': 'HMAC_SHA_256' } : {}),
    ...(/^kms:(?:Sign|Verify)$/u.test(action) ? signing : {}),
  };
}

/** What KMS adds to a Decrypt of a person's number, asked for as it was sealed. */
export function contextOfOpening(house: ProvenHouse): Context {
  return contextOfKey(keyNamed(house, 'number'), { action: 'kms:Decrypt', sealed: 'right' });
}

/** Whether a principal opens any number in this session, a person's or the canary's, asking as it was sealed. */
export function mayOpen(judge: Judge, principal: Principal, session: Session): boolean {
  const key = keyNamed(judge.house, 'number');
  const action = 'kms:Decrypt';
  return Object.keys(numbersSealed).some(sealed => {
    const context = contextOfKey(key, { action, sealed });
    return judge.may({ principal, session, action, resource: key.arn, context });
  });
}

/** The context that a session for this purpose would ask with: a shopper's, or the one shopper's it is limited to. */
function ownContext({ purpose }: Session): keyof typeof numbersSealed {
  const limited = promisedCallers.filter(({ shopper }) => shopper !== undefined);
  const purposes: readonly (string | undefined)[] = limited.flatMap(caller => caller.purposes);
  return purposes.includes(purpose) ? 'of the canary' : 'right';
}

/** The archive signs; everybody in the account may have the public half, which is no secret. */
function isOfSigning(house: ProvenHouse, principal: Principal, action: string): boolean {
  const caller = principal.caller('x');
  const ours = caller.kind !== 'service' && caller.account === house.deployment.account;
  return action === 'kms:GetPublicKey' ? ours : action === 'kms:Sign' && principal.role === archivist;
}

/** Whether the number sealed so is one that this session was promised: any shopper's, or the one it is limited to. */
function isItsOwn(session: Session, sealed: string): boolean {
  const caller = callerOf(session);
  if (caller === undefined || !(sealed in numbersSealed)) return false;
  return caller.shopper === undefined || caller.shopper === encryptionContexts[sealed]?.['shopper'];
}

function isPromised(house: ProvenHouse, question: Question): boolean {
  const { principal, key, action, session, sealed } = question;
  if (key === 'signing' && isOfSigning(house, principal, action)) return true;
  if (principal.standing === 'key-administrator') return administration.has(action);
  if (principal.standing === 'root') return breakGlass.has(action);
  if (key === 'signing') return false;
  if (principal.role === sealer) {
    const seals = action === 'kms:Encrypt' && sealed in numbersSealed;
    return key === 'number' ? seals : action === 'kms:GenerateMac';
  }
  if (principal.role === finder) return key === 'index' && action === 'kms:GenerateMac';
  const opening = principal.role === opener && key === 'number' && action === 'kms:Decrypt';
  return opening && isItsOwn(session, sealed);
}

const names: Readonly<Record<string, FindingName>> = {
  'kms:Decrypt': 'opens-a-number',
  'kms:Encrypt': 'seals-a-number',
  'kms:GenerateMac': 'computes-a-code',
  'kms:Sign': 'signs-a-root',
};

function wrong({ principal, key, action, session, sealed }: Question, may: boolean): Finding {
  const kind = administration.has(action) ? 'administers-a-key' : (names[action] ?? 'uses-a-key');
  return {
    name: may ? kind : 'cannot-do-its-work',
    who: `${principal.name}: ${action} on the ${key} key`,
    example: `${sayingOf(session)}, context ${sealed}`,
  };
}
