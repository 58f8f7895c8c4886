import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { sessionNameOf, type CustodianSession, type Errand } from '../domain/custodian-login.ts';

/** A session to ask for: as which role, with which login, for what, and for how many seconds. */
export type SessionWish = {
  readonly roleArn: string;
  readonly externalId: string;
  readonly errand: Errand;
  readonly seconds: number;
};

/** Becomes the custodian: purpose as tag and in the session's name, whom it is for as SourceIdentity (DESIGN §3). */
export async function assumeCustodian(sts: STSClient, wish: SessionWish): Promise<CustodianSession> {
  const { roleArn, externalId, errand, seconds } = wish;
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionNameOf(errand),
      ExternalId: externalId,
      DurationSeconds: seconds,
      SourceIdentity: errand.onBehalfOf,
      Tags: [{ Key: 'purpose', Value: errand.purpose }],
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = given ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error('STS answered without credentials');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
