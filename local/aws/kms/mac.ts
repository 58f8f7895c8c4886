import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { requiredText } from '../fields.ts';
import { refuseUnusable, type Key, type KeyBook } from './keys.ts';

/** kms:GenerateMac with HMAC_SHA_256, over at most 4,096 bytes. */
export function generateMac(keys: KeyBook, body: Body): Body {
  const key = macKey(keys, body);
  return { Mac: macOf(key, body).toString('base64'), MacAlgorithm: 'HMAC_SHA_256', KeyId: key.arn };
}

/** kms:VerifyMac; a wrong MAC is KMSInvalidMacException. */
export function verifyMac(keys: KeyBook, body: Body): Body {
  const key = macKey(keys, body);
  const expected = macOf(key, body);
  const given = Buffer.from(requiredText(body, 'Mac'), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new AwsError('KMSInvalidMacException', '');
  }
  return { MacValid: true, MacAlgorithm: 'HMAC_SHA_256', KeyId: key.arn };
}

function macKey(keys: KeyBook, body: Body): Key {
  const key = keys.find(requiredText(body, 'KeyId'));
  refuseUnusable(key);
  const algorithm = requiredText(body, 'MacAlgorithm');
  if (key.usage !== 'GENERATE_VERIFY_MAC' || algorithm !== 'HMAC_SHA_256') {
    throw new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage}`);
  }
  return key;
}

function macOf(key: Key, body: Body): Buffer {
  const message = Buffer.from(requiredText(body, 'Message'), 'base64');
  if (message.length > 4096) {
    throw new AwsError(
      'ValidationException',
      "Value at 'message' must have length less than or equal to 4096",
    );
  }
  return createHmac('sha256', key.material[0] ?? '')
    .update(message)
    .digest();
}
