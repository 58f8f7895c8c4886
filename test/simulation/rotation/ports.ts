import type {
  CustodianGate,
  CustodianSession,
  Login,
  LoginProbe,
  LoginSecret,
} from '../../../lambdas/domain/custodian-login.ts';
import type { Wire } from '../../fakes/wire.ts';
import type { Actor } from '../actor.ts';
import { admits, asKept, opens, type Entrant } from './judge.ts';
import type { World } from './world.ts';

/** A session as STS knows it. */
export type Issued = { readonly issuedAtMs: number; readonly endsAtMs: number };

/** One AssumeRole, judged at some replica; undefined when it is refused. */
export function assume(world: World, entrant: Entrant, externalId: string, seconds: number) {
  if (!admits(world.iam.any().trust, entrant, externalId)) return undefined;
  const id = `session ${world.sessions.size + 1}`;
  const issuedAtMs = world.timeline.nowMs;
  world.sessions.set(id, { issuedAtMs, endsAtMs: issuedAtMs + seconds * 1000 });
  return { accessKeyId: id, secretAccessKey: '', sessionToken: '' } satisfies CustodianSession;
}

/** One Decrypt, judged at some replica. */
export function decrypt(world: World, { accessKeyId }: CustodianSession): 'opened' | 'refused' | 'expired' {
  const session = world.sessions.get(accessKeyId);
  if (session === undefined || session.endsAtMs <= world.timeline.nowMs) return 'expired';
  return opens(world.iam.any().revocation, session.issuedAtMs) ? 'opened' : 'refused';
}

/** The custodian role in IAM. With `staleReads` IAM tells its own readers what a replica knows. */
export function makeGate(world: World, wire: Wire, keeper: Actor): CustodianGate {
  const read = (what: 'trust' | 'revocation') =>
    wire({ verb: 'get', about: `iam ${what}` }, () => {
      world.witness.looked(what);
      return (world.part.staleReads ? world.iam.any() : world.iam.head)[what];
    });
  const write = async (what: 'trust' | 'revocation', document: unknown) => {
    await wire({ verb: 'put', about: `iam ${what} put` }, () => {
      const isNews = asKept(document) !== world.iam.head[what];
      world.iam.write(what, document);
      world.witness.wroteAsKeeper(keeper, what, isNews);
    });
  };
  return {
    trust: () => read('trust'),
    setTrust: document => write('trust', document),
    revocation: () => read('revocation'),
    setRevocation: document => write('revocation', document),
  };
}

/** The login secret, by the labels and refusals of Secrets Manager. */
export function makeSecret({ secrets, newVersionId }: World, wire: Wire): LoginSecret {
  const get = <T>(about: string, effect: () => T) => wire({ verb: 'get', about: `secret ${about}` }, effect);
  const moved = (done: boolean) => {
    if (!done) throw new Error('the label is on another version');
  };
  return {
    current: async () => {
      const found = await get('current', () => secrets.labelled('AWSCURRENT'));
      if (found === undefined) throw new Error('the login secret has no value');
      const { epoch } = found.value as Login;
      return { epoch, versionId: found.id, sinceMs: found.createdAtMs };
    },
    login: versionId => get('login', () => secrets.loginOf(versionId)),
    offer: async (versionId, login) => {
      await wire({ verb: 'put', about: `secret offer ${login.epoch}` }, () =>
        secrets.put(versionId, login, 'AWSPENDING'),
      );
    },
    makeCurrent: async (to, from) => {
      if ((await get('current', () => secrets.labelled('AWSCURRENT')))?.id === to) return;
      const call = { verb: 'update', about: 'secret current' } as const;
      moved(await wire(call, () => secrets.move('AWSCURRENT', to, from)));
    },
    keepCanary: async kept => {
      const id = newVersionId();
      await wire({ verb: 'put', about: 'secret canary' }, () => secrets.put(id, kept, 'CANARY'));
    },
    canary: () => get('canary', () => secrets.labelled('CANARY')?.value as CustodianSession | undefined),
    forgetCanary: async () => {
      const found = await get('canary', () => secrets.labelled('CANARY'));
      if (found === undefined) return;
      const call = { verb: 'update', about: 'secret canary gone' } as const;
      moved(await wire(call, () => secrets.move('CANARY', undefined, found.id)));
    },
  };
}

/** STS and KMS as a rotation tries them; the canary's number is sealed. */
export function makeProbe(world: World, wire: Wire): LoginProbe {
  return {
    enter: (externalId, _rotation, seconds) =>
      wire({ verb: 'assume', about: 'sts' }, () => assume(world, 'rotate', externalId, seconds)),
    tryCanary: session => wire({ verb: 'open', about: 'kms' }, () => decrypt(world, session)),
  };
}
