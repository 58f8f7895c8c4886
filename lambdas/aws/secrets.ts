import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Login } from '../domain/custodian-login.ts';
import { makePepper, type Pepper } from '../domain/pepper.ts';
import { awsTimeouts } from './dynamo.ts';

const edgeSecret = z.object({
  edge: z.string(),
  edgeBefore: z.optional(z.string()),
  pepper: z.optional(z.string()),
});
/** How a login lies in its secret. */
export const loginSecret = z.object({ epoch: z.number(), externalId: z.string() });

async function readSecret<T>(client: SecretsManagerClient, id: string, schema: z.ZodMiniType<T>): Promise<T> {
  const current = { SecretId: id, VersionStage: 'AWSCURRENT' };
  const { SecretString: text = '' } = await client.send(new GetSecretValueCommand(current));
  return schema.parse(JSON.parse(text));
}

/** A value fetched once per environment; a failed fetch is tried again by the next caller. */
function once<T>(fetch: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    const fetched = kept ?? fetch();
    kept = fetched;
    fetched.catch(() => {
      kept = undefined;
    });
    return fetched;
  };
}

/** The client; one per function, made at cold start. */
export const makeSecretsClient = () => new SecretsManagerClient({ requestHandler: awsTimeouts });

/**
 * The edge header's accepted values and the pepper, from one secret. Two values are accepted so that the header can
 * be changed by a deploy; the pepper follows the header's first value unless the secret names one of its own.
 */
export function makeEdgeSecret(secretArn: string, client = makeSecretsClient()) {
  const read = once(() => readSecret(client, secretArn, edgeSecret));
  return {
    accepted: async (): Promise<string[]> => {
      const { edge, edgeBefore } = await read();
      return edgeBefore === undefined ? [edge] : [edge, edgeBefore];
    },
    pepper: once(async (): Promise<Pepper> => {
      const { edge, pepper } = await read();
      return makePepper(pepper ?? edge);
    }),
  };
}

/** Reads the login secret afresh; its holder keeps it for at most a minute (security.md §1.6). */
export function makeLoginReader(secretArn: string, client = makeSecretsClient()): () => Promise<Login> {
  return () => readSecret(client, secretArn, loginSecret);
}
