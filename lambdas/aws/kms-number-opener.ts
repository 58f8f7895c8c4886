import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { LoginFault, sessionNameOf, type Errand, type Login } from '../domain/custodian-login.ts';
import type { Now } from '../domain/dice.ts';
import { PhoneNumber, type NumberOpener } from '../domain/phone-number.ts';
import { awsTimeouts, dynamoConfig, makeDynamo, type Dynamo } from './dynamo.ts';
import { sealingContext } from './kms-number-sealer.ts';
import { assumeCustodian } from './sts-custodian-session.ts';

/** What opening needs: the role to take, the login to take it with, and where the sealed numbers lie. */
export type OpenerDeps = {
  readonly roleArn: string;
  readonly keyArn: string;
  readonly vault: string;
  readonly readLogin: () => Promise<Login>;
  readonly now: Now;
};

/** Session length in seconds: the shortest that STS gives (security.md §1.6e). */
const sessionSeconds = 900;
/** A session is not used in its last minutes, nor a login older than a minute. Milliseconds. */
const sessionMarginMs = 120_000;
const loginKeptMs = 60_000;

type Session = {
  readonly kms: KMSClient;
  readonly dynamo: Dynamo;
  readonly endsAtMs: number;
};

async function openWith(
  { kms, dynamo }: Session,
  { vault, keyArn }: OpenerDeps,
  shopper: string,
): Promise<PhoneNumber | undefined> {
  const sealed: unknown = (await dynamo.get(vault, { pk: shopper }))?.['sealed'];
  if (!(sealed instanceof Uint8Array)) return undefined;
  const command = new DecryptCommand({
    KeyId: keyArn,
    CiphertextBlob: sealed,
    EncryptionContext: sealingContext(shopper),
  });
  const { Plaintext: plain } = await kms.send(command);
  if (plain === undefined) throw new Error('KMS answered without a plaintext');
  const number = new PhoneNumber(Buffer.from(plain).toString().trimEnd());
  plain.fill(0);
  return number;
}

const isDenied = (error: unknown) => error instanceof Error && /AccessDenied|ExpiredToken/u.test(error.name);

/** Whether fresh login and session may help: what was refused may have been turned over in between. */
const mayBeStale = (error: unknown) =>
  error instanceof LoginFault ? error.why === 'refused' : isDenied(error);

async function faultIf<T>(
  why: LoginFault['why'],
  work: () => Promise<T>,
  isFault: (error: unknown) => boolean,
) {
  try {
    return await work();
  } catch (error) {
    throw isFault(error) ? new LoginFault(why, error) : error;
  }
}

/**
 * Opens numbers as the custodian role, one session per errand. A refused call drops session and login and tries once
 * more with fresh ones: a rotation in between loses nothing. Throws a LoginFault when there is no way into the role.
 */
export function makeOpenerFor(deps: OpenerDeps): (errand: Errand) => NumberOpener {
  const sts = new STSClient({ requestHandler: awsTimeouts });
  const sessions = new Map<string, Session>();
  let login: { value: Login; readAtMs: number } | undefined;
  const currentLogin = async () => {
    if (login === undefined || deps.now() - login.readAtMs > loginKeptMs)
      login = {
        value: await faultIf('unavailable', deps.readLogin, () => true),
        readAtMs: deps.now(),
      };
    return login.value;
  };
  const sessionFor = async (errand: Errand): Promise<Session> => {
    const name = sessionNameOf(errand);
    const kept = sessions.get(name);
    if (kept !== undefined && kept.endsAtMs > deps.now()) return kept;
    const endsAtMs = deps.now() + sessionSeconds * 1000 - sessionMarginMs;
    const { externalId } = await currentLogin();
    const wish = { roleArn: deps.roleArn, externalId, errand, seconds: sessionSeconds };
    const credentials = await faultIf('refused', () => assumeCustodian(sts, wish), isDenied);
    const session = {
      kms: new KMSClient({ credentials, requestHandler: awsTimeouts }),
      dynamo: makeDynamo(new DynamoDBClient({ credentials, ...dynamoConfig })),
      endsAtMs,
    };
    if (sessions.size > 50) sessions.clear();
    sessions.set(name, session);
    return session;
  };
  const open = async (errand: Errand, shopper: string) => openWith(await sessionFor(errand), deps, shopper);
  return errand => ({
    open: async shopper => {
      try {
        return await open(errand, shopper);
      } catch (error) {
        if (!mayBeStale(error)) throw error;
        sessions.delete(sessionNameOf(errand));
        login = undefined;
        return open(errand, shopper);
      }
    },
  });
}
