import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type GetSecretValueCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { CustodianSession, Login, LoginSecret } from '../domain/custodian-login.ts';
import { loginSecret, makeSecretsClient } from './secrets.ts';

/** The label of the version that holds the old session whose death a rotation proves. */
const canaryStage = 'CANARY';
const session = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
});

type Wanted = { readonly VersionId?: string; readonly VersionStage?: string };

/**
 * The logins as versions of the one secret; callers read AWSCURRENT, a rotation the others too. A version never changes
 * its value, so each is read once: the keeper looks every minute, and every look at a secret is paid for.
 */
export function makeLoginSecret(
  secretArn: string,
  client: SecretsManagerClient = makeSecretsClient(),
): LoginSecret {
  const read = async (wanted: Wanted): Promise<GetSecretValueCommandOutput | undefined> => {
    try {
      return await client.send(new GetSecretValueCommand({ SecretId: secretArn, ...wanted }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  const put = (token: string, value: object, stage: string) =>
    client.send(
      new PutSecretValueCommand({
        SecretId: secretArn,
        ClientRequestToken: token,
        SecretString: JSON.stringify(value),
        VersionStages: [stage],
      }),
    );
  const known = new Map<string, Login>();
  return {
    current: async () => {
      const found = await read({ VersionStage: 'AWSCURRENT' });
      if (found?.VersionId === undefined) throw new Error('the login secret has no value');
      const { epoch } = loginSecret.parse(JSON.parse(found.SecretString ?? ''));
      return { epoch, versionId: found.VersionId, sinceMs: found.CreatedDate?.getTime() ?? 0 };
    },
    login: async versionId => {
      const found = known.has(versionId) ? undefined : await read({ VersionId: versionId });
      if (found !== undefined) known.set(versionId, loginSecret.parse(JSON.parse(found.SecretString ?? '')));
      return known.get(versionId);
    },
    offer: async (versionId, login) => {
      try {
        await put(versionId, login, 'AWSPENDING');
      } catch (error) {
        // Written by a keeper that died before it could say so: that login stays.
        if (!(error instanceof ResourceExistsException)) throw error;
      }
    },
    makeCurrent: async (to, from) => {
      if ((await read({ VersionStage: 'AWSCURRENT' }))?.VersionId === to) return;
      const stage = { VersionStage: 'AWSCURRENT', MoveToVersionId: to, RemoveFromVersionId: from };
      await client.send(new UpdateSecretVersionStageCommand({ SecretId: secretArn, ...stage }));
    },
    keepCanary: async (kept: CustodianSession) => {
      await put(randomUUID(), kept, canaryStage);
    },
    canary: async () => {
      const found = await read({ VersionStage: canaryStage });
      return found && session.parse(JSON.parse(found.SecretString ?? ''));
    },
    forgetCanary: async () => {
      const found = await read({ VersionStage: canaryStage });
      if (found?.VersionId === undefined) return;
      const stage = { VersionStage: canaryStage, RemoveFromVersionId: found.VersionId };
      await client.send(new UpdateSecretVersionStageCommand({ SecretId: secretArn, ...stage }));
    },
  };
}
