import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { textAt } from '../fields.ts';

const checksums: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  ChecksumCRC32: content => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes;
  },
  ChecksumSHA1: content => createHash('sha1').update(content).digest(),
  ChecksumSHA256: content => createHash('sha256').update(content).digest(),
};

/** The checksum members a call came with, once they are found to be those of the content; BadDigest where not. */
export function checkedSums(body: Body, content: Buffer): Record<string, string> {
  const md5 = textAt(body, 'ContentMD5');
  if (md5 !== undefined && md5 !== createHash('md5').update(content).digest('base64')) throw badDigest();
  const sums: Record<string, string> = {};
  for (const [name, sumOf] of Object.entries(checksums)) {
    const given = textAt(body, name);
    if (given === undefined) continue;
    if (given !== sumOf(content).toString('base64')) throw badDigest();
    sums[name] = given;
  }
  return sums;
}

/** S3 takes what is to be under retention only with a checksum or MD5 that proves it arrived whole. */
export function refuseUnproven(body: Body): void {
  const proofs = ['ContentMD5', ...Object.keys(checksums)];
  if (proofs.some(name => textAt(body, name) !== undefined)) return;
  throw new AwsError(
    'InvalidRequest',
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  );
}

function badDigest(): AwsError {
  return new AwsError('BadDigest', 'The checksum you specified did not match the calculated checksum.');
}
