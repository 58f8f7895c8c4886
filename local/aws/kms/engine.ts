import { AwsError } from '../aws-error.ts';
import type { Body, Engine } from '../engine.ts';
import { administration } from './administration.ts';
import type { Key, KeyBook } from './keys.ts';
import { generateMac, verifyMac } from './mac.ts';
import { getPublicKey, sign, verify } from './signing.ts';
import { decrypt, encrypt, generateDataKey, reEncrypt } from './symmetric.ts';

const cryptography: Readonly<Record<string, (keys: KeyBook, body: Body) => Body>> = {
  Encrypt: encrypt,
  Decrypt: decrypt,
  ReEncrypt: reEncrypt,
  GenerateDataKey: (keys, body) => generateDataKey(keys, body, true),
  GenerateDataKeyWithoutPlaintext: (keys, body) => generateDataKey(keys, body, false),
  GenerateMac: generateMac,
  VerifyMac: verifyMac,
  Sign: sign,
  Verify: verify,
  GetPublicKey: getPublicKey,
};

/** KMS over the deployed keys: symmetric, HMAC_256 and P-256 cryptography, key policies, rotation, aliases, states. */
export function makeKms(keys: KeyBook): Engine {
  return {
    handle: async (operation, body, call) => {
      const run = cryptography[operation] ?? administration[operation];
      if (run === undefined)
        throw new AwsError('UnknownOperationException', 'Not an operation of the local KMS');
      return { body: run(keys, body, call.nowMs) };
    },
    snapshot: async () =>
      keys.all().map(key => ({ ...key, material: key.material.map(m => m.toString('base64')) })),
    restore: async state => keys.replace(merge(keys.all(), state as readonly SavedKey[])),
  };
}

type SavedKey = Omit<Key, 'material'> & { readonly material: readonly string[] };

/** Saved material goes back to the key with the same id; the policy is the one deployed now. */
function merge(deployed: readonly Key[], saved: readonly SavedKey[]): readonly Key[] {
  return deployed.map(key => {
    const old = saved.find(candidate => candidate.keyId === key.keyId);
    if (old === undefined) return key;
    const material = old.material.map(text => Buffer.from(text, 'base64'));
    return { ...key, material, rotatedAtMs: [...old.rotatedAtMs], state: old.state, rotation: old.rotation };
  });
}
