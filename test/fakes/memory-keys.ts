import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { codeIn, type CodeMaker } from '../../lambdas/domain/challenge.ts';
import {
  numberIndex,
  sealedNumber,
  type NumberIndexer,
  type NumberSealer,
} from '../../lambdas/domain/phone-number.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';

/** What proving a number asks of the keys. */
export type MemoryKeys = {
  readonly indexer: NumberIndexer;
  readonly codes: CodeMaker;
  readonly sealer: NumberSealer;
};

/** Index and codes by HMACs of keys in memory, as KMS makes them; what is sealed stays closed, since nothing here may open it. */
export function makeMemoryKeys(index = randomBytes(32), code = randomBytes(32)): MemoryKeys {
  const [indexKey, codeKey] = [createSecretKey(index), createSecretKey(code)];
  const mac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest();
  return {
    indexer: {
      index: async number => numberIndex(mac(indexKey, `v1|${number.reveal()}`).toString('base64url')),
    },
    codes: {
      codeFor: async (id, index) =>
        codeIn(mac(codeKey, `code|v1|${id}|${index}`), verificationRules.codeDigits),
    },
    sealer: {
      seal: async (number, shopper) => sealedNumber(mac(indexKey, `sealed|${shopper}|${number.reveal()}`)),
    },
  };
}
