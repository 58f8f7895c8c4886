import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { STSClient } from '@aws-sdk/client-sts';
import { canaryShopper } from '../domain/canary.ts';
import type { LoginProbe } from '../domain/custodian-login.ts';
import { awsTimeouts, type Dynamo } from './dynamo.ts';
import { sealingContext } from './kms-number-sealer.ts';
import { bookKeys } from './keys.ts';
import { assumeCustodian } from './sts-custodian-session.ts';

/** What probing needs: the role to become, the key, and the table that holds the sealed canary. */
export type ProbeDeps = {
  readonly roleArn: string;
  readonly keyArn: string;
  readonly dynamo: Dynamo;
  readonly book: string;
};

const named = (error: unknown, pattern: RegExp) => error instanceof Error && pattern.test(error.name);

/** Tries logins at STS and sessions at KMS; only a refusal counts as one, any other trouble throws. */
export function makeLoginProbe({ roleArn, keyArn, dynamo, book }: ProbeDeps): LoginProbe {
  const sts = new STSClient({ requestHandler: awsTimeouts });
  return {
    enter: async (externalId, rotation, seconds) => {
      const errand = { purpose: 'rotation-check', reference: rotation, onBehalfOf: rotation } as const;
      try {
        return await assumeCustodian(sts, { roleArn, externalId, errand, seconds });
      } catch (error) {
        if (named(error, /AccessDenied/u)) return undefined;
        throw error;
      }
    },
    tryCanary: async credentials => {
      const sealed: unknown = (await dynamo.get(book, bookKeys.canary))?.['sealed'];
      if (!(sealed instanceof Uint8Array)) return 'missing';
      const kms = new KMSClient({ credentials, requestHandler: awsTimeouts });
      try {
        const canary = { CiphertextBlob: sealed, EncryptionContext: sealingContext(canaryShopper) };
        await kms.send(new DecryptCommand({ KeyId: keyArn, ...canary }));
        return 'opened';
      } catch (error) {
        if (named(error, /ExpiredToken/u)) return 'expired';
        if (named(error, /AccessDenied/u)) return 'refused';
        throw error;
      } finally {
        kms.destroy();
      }
    },
  };
}
