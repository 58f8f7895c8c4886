import { createHash } from 'node:crypto';
import { isObject } from '../fields.ts';

/**
 * MD5OfMessageAttributes as SQS computes it: for each attribute by name, length-prefixed name and type, then a byte for
 * the transport type and the length-prefixed value (SQS guide, "Calculating the MD5 message digest for message attributes").
 */
export function attributesMd5(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (!isObject(attribute)) continue;
    const binary = attribute['BinaryValue'];
    hash.update(prefixed(Buffer.from(name)));
    hash.update(prefixed(Buffer.from(String(attribute['DataType']))));
    hash.update(Buffer.from([typeof binary === 'string' ? 2 : 1]));
    hash.update(
      prefixed(
        typeof binary === 'string'
          ? Buffer.from(binary, 'base64')
          : Buffer.from(String(attribute['StringValue'])),
      ),
    );
  }
  return hash.digest('hex');
}

function prefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
