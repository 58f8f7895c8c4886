import { EncryptCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { codeIn, type CodeMaker } from '../domain/challenge.ts';
import { numberIndex, sealedNumber, type NumberIndexer, type NumberSealer } from '../domain/phone-number.ts';
import { verificationRules } from '../domain/verification-rules.ts';
import { awsTimeouts } from './dynamo.ts';

/** Bytes of a number before sealing, whatever its length, so that the ciphertext's size tells nothing. */
export const sealedLength = 32;

/** The client; one per function, made at cold start. */
export const makeKmsClient = () => new KMSClient({ requestHandler: awsTimeouts });

/** What a sealed number is bound to; a ciphertext moved to another shopper cannot be opened. */
export const sealingContext = (shopper: string) => ({ use: 'phone-number', shopper });

/** Seals numbers: one number, one `kms:Encrypt` (DESIGN §3). */
export function makeNumberSealer(keyArn: string, client = makeKmsClient()): NumberSealer {
  return {
    seal: async (number, shopper) => {
      const Plaintext = Buffer.alloc(sealedLength, ' ');
      Plaintext.write(number.reveal());
      const command = new EncryptCommand({
        KeyId: keyArn,
        Plaintext,
        EncryptionContext: sealingContext(shopper),
      });
      const { CiphertextBlob: sealed } = await client.send(command);
      Plaintext.fill(0);
      if (sealed === undefined) throw new Error('KMS answered without a ciphertext');
      return sealedNumber(sealed);
    },
  };
}

async function mac(client: KMSClient, keyArn: string, message: string): Promise<Buffer> {
  const command = new GenerateMacCommand({
    KeyId: keyArn,
    MacAlgorithm: 'HMAC_SHA_256',
    Message: Buffer.from(message),
  });
  const { Mac: bytes } = await client.send(command);
  if (bytes === undefined) throw new Error('KMS answered without a MAC');
  return Buffer.from(bytes);
}

/** Blind index of a number; through KMS a full list of Japan's mobile numbers costs about US$1,080 and is on record. */
export function makeNumberIndexer(keyArn: string, client = makeKmsClient()): NumberIndexer {
  return {
    index: async number =>
      numberIndex((await mac(client, keyArn, `v1|${number.reveal()}`)).toString('base64url')),
  };
}

/** Codes derived from challenge and index under a key of their own: HOTP's idea (RFC 4226) with nothing stored. */
export function makeCodeMaker(keyArn: string, client = makeKmsClient()): CodeMaker {
  return {
    codeFor: async (id, index) =>
      codeIn(await mac(client, keyArn, `code|v1|${id}|${index}`), verificationRules.codeDigits),
  };
}
