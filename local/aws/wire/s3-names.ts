/** The headers that carry a member of an S3 call or answer, by the member's name. */
export const headerOf: Readonly<Record<string, string>> = {
  ACL: 'x-amz-acl',
  BypassGovernanceRetention: 'x-amz-bypass-governance-retention',
  CacheControl: 'cache-control',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumMode: 'x-amz-checksum-mode',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ContentEncoding: 'content-encoding',
  ContentLength: 'content-length',
  ContentMD5: 'content-md5',
  ContentSHA256: 'x-amz-content-sha256',
  ContentType: 'content-type',
  DeleteMarker: 'x-amz-delete-marker',
  ETag: 'etag',
  IfNoneMatch: 'if-none-match',
  LastModified: 'last-modified',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  VersionId: 'x-amz-version-id',
};

/** The query parameters that carry a member of an S3 call; any other parameter names a sub-resource. */
export const memberOfParameter: Readonly<Record<string, string>> = {
  'continuation-token': 'ContinuationToken',
  delimiter: 'Delimiter',
  'encoding-type': 'EncodingType',
  'key-marker': 'KeyMarker',
  'max-keys': 'MaxKeys',
  prefix: 'Prefix',
  'start-after': 'StartAfter',
  'version-id-marker': 'VersionIdMarker',
  versionId: 'VersionId',
};

/** Headers that would change what a call means and that the local S3 does not follow, so that it refuses them. */
export const unknownHere: readonly string[] = [
  'if-match',
  'if-modified-since',
  'if-unmodified-since',
  'range',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-copy-source',
  'x-amz-expected-bucket-owner',
  'x-amz-object-lock-legal-hold',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-tagging',
  'x-amz-write-offset-bytes',
];
