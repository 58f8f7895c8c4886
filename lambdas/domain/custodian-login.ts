import type { CampaignId, RotationId, StaffId } from './ids.ts';
import type { LoginVersion } from './login-rotation.ts';
import type { Purpose } from './phone-number.ts';

/** Why and for whom the custodian role is taken: fills session name, purpose tag and SourceIdentity (DESIGN §3). */
export type Errand = {
  readonly purpose: Purpose;
  /** The register row of a reading by a person, the campaign, or the rotation. */
  readonly reference: string;
  readonly onBehalfOf: StaffId | CampaignId | RotationId;
};

/** The RoleSessionName of an errand; a Decrypt record shows it, since it does not carry tags (boundary.md A3). */
export function sessionNameOf(errand: Errand): string {
  return `${errand.purpose}-${errand.reference}`.replace(/[^\w+=,.@-]/gu, '_').slice(0, 64);
}

/** The custodian's login did not open: it could not be read, or STS refused it even when it was read afresh. */
export class LoginFault extends Error {
  override readonly name = 'LoginFault';
  readonly why: 'unavailable' | 'refused';

  constructor(why: 'unavailable' | 'refused', cause: unknown) {
    super(`the login is ${why}`, { cause });
    this.why = why;
  }
}

/** Purposes a person at the desk may declare. */
export const deskPurposes = ['desk', 'disclosure', 'correction'] as const;
/** A purpose of the desk. */
export type DeskPurpose = (typeof deskPurposes)[number];

/** A login of the custodian role: its epoch and the external id that goes with it. */
export type Login = { readonly epoch: number; readonly externalId: string };

/** An open session of the custodian role; its keys go to AWS and nowhere else. */
export type CustodianSession = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** Keeps the logins, one version of a secret each, and the old session that a rotation must see die. */
export type LoginSecret = {
  /** The login that callers use now, and since when (milliseconds). */
  current(): Promise<LoginVersion & { readonly sinceMs: number }>;
  /** A login by its version; undefined when there is none. */
  login(versionId: string): Promise<Login | undefined>;
  /** Writes a login that callers do not use yet; one that is there already stays. */
  offer(versionId: string, login: Login): Promise<void>;
  /** Callers use `to` from now on; done already is done. */
  makeCurrent(to: string, from: string): Promise<void>;
  keepCanary(session: CustodianSession): Promise<void>;
  canary(): Promise<CustodianSession | undefined>;
  forgetCanary(): Promise<void>;
};

/** The custodian role in IAM: its trust and the policy that refuses older sessions, as policy documents. */
export type CustodianGate = {
  trust(): Promise<unknown>;
  setTrust(document: unknown): Promise<void>;
  /** Undefined when the policy is gone. */
  revocation(): Promise<unknown>;
  setRevocation(document: unknown): Promise<void>;
};

/** Tries logins and sessions as a rotation does: for the purpose `rotation-check`, on the canary's number only. */
export type LoginProbe = {
  /** A session by this login, or undefined when it is refused. `seconds` is how long the session may live. */
  enter(externalId: string, rotation: RotationId, seconds: number): Promise<CustodianSession | undefined>;
  /** What a session can still do; `missing` when no canary has been sealed yet. */
  tryCanary(session: CustodianSession): Promise<'opened' | 'refused' | 'expired' | 'missing'>;
};
