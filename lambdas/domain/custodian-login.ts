import type { CampaignId, StaffId } from './ids.ts';
import type { Purpose } from './phone-number.ts';

/** Why and for whom the custodian role is taken: fills session name, purpose tag and SourceIdentity (DESIGN §3). */
export type Errand = {
  readonly purpose: Purpose;
  /** The register row of a reading by a person, or the campaign. */
  readonly reference: string;
  readonly onBehalfOf: StaffId | CampaignId;
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
