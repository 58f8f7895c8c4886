import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { unchunk } from './aws-chunked.ts';
import { headerOf, memberOfParameter, unknownHere } from './s3-names.ts';

/** What an S3 call asks for: the operation and its members by their API names, the content under `Body`. */
export type S3Request = { readonly operation: string; readonly body: Body };

const operations: Readonly<Record<string, string>> = {
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'GET object retention': 'GetObjectRetention',
  'PUT object retention': 'PutObjectRetention',
  'GET bucket list-type': 'ListObjectsV2',
  'GET bucket versions': 'ListObjectVersions',
  'GET bucket versioning': 'GetBucketVersioning',
  'PUT bucket versioning': 'PutBucketVersioning',
  'GET bucket object-lock': 'GetObjectLockConfiguration',
};

/**
 * Reads a path-style S3 call: method, `/bucket/key` and sub-resource name the operation; parameters, headers and body
 * its members. What the local S3 does not follow is NotImplemented instead of being passed over.
 */
export function readS3Request(request: IncomingMessage, bytes: Buffer): S3Request {
  const [path = '', query = ''] = (request.url ?? '/').split('?');
  const [, bucket = '', key] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  const parameters = [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id');
  const words = [request.method, key === '' ? 'bucket' : 'object', ...subResources(parameters)];
  const operation = operations[words.join(' ')];
  if (operation === undefined || bucket === '') throw notImplemented();
  const members = { Bucket: bucket, ...(key === '' ? {} : { Key: decodeURIComponent(key ?? '') }) };
  const asked = { ...members, ...parametersOf(parameters) };
  if (operation === 'PutObject')
    return { operation, body: { ...asked, ...contentOf(request.headers, bytes) } };
  return { operation, body: { ...asked, ...membersOf(request.headers), ...documentOf(operation, bytes) } };
}

function subResources(parameters: readonly (readonly [string, string])[]): readonly string[] {
  return parameters.map(([name]) => name).filter(name => memberOfParameter[name] === undefined);
}

function parametersOf(parameters: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(([name, value]) => {
      const member = memberOfParameter[name];
      return member === undefined ? [] : [[member, value]];
    }),
  );
}

function membersOf(headers: IncomingHttpHeaders): Record<string, string> {
  if (unknownHere.some(name => headers[name] !== undefined)) throw notImplemented();
  const members = Object.entries(headerOf).map(([member, header]) => [member, headers[header]] as const);
  return Object.fromEntries(
    members.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function contentOf(headers: IncomingHttpHeaders, bytes: Buffer): Body {
  const chunked = headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-') === true;
  const { content, trailers } = chunked ? unchunk(bytes) : { content: bytes, trailers: {} };
  const expected = headers['x-amz-decoded-content-length'];
  if (chunked && expected !== String(content.length)) {
    throw new AwsError('IncompleteBody', 'The request body has another length than it says');
  }
  const { ContentEncoding: encoding, ...members } = membersOf({ ...headers, ...trailers });
  refuseOtherCustody(members);
  const left = encoding?.split(',').filter(name => name.trim() !== 'aws-chunked');
  return {
    ...members,
    ...(left === undefined || left.length === 0 ? {} : { ContentEncoding: left.join(',') }),
    Metadata: metadataIn(headers),
    Body: content,
  };
}

/** Buckets made since 2023 have no ACLs, and the local S3 knows no key but S3's own. */
function refuseOtherCustody({ ACL, ServerSideEncryption }: Record<string, string>): void {
  if (ACL !== undefined && ACL !== 'bucket-owner-full-control') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (ServerSideEncryption !== undefined && ServerSideEncryption !== 'AES256') throw notImplemented();
}

function metadataIn(headers: IncomingHttpHeaders): Record<string, string> {
  const prefix = 'x-amz-meta-';
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), String(value)]),
  );
}

/** The one-level documents these operations send: a retention, or a versioning status. */
function documentOf(operation: string, bytes: Buffer): Record<string, string> {
  const names: Readonly<Record<string, string>> =
    operation === 'PutObjectRetention'
      ? { Mode: 'ObjectLockMode', RetainUntilDate: 'ObjectLockRetainUntilDate' }
      : { Status: 'Status' };
  const elements = bytes.toString('utf8').matchAll(/<(\w+)>([^<]*)<\/\1>/g);
  return Object.fromEntries(
    [...elements].flatMap(([, element = '', text = '']) => {
      const member = names[element];
      return member === undefined ? [] : [[member, text.trim()]];
    }),
  );
}

function notImplemented(): AwsError {
  return new AwsError(
    'NotImplemented',
    'A header or query parameter you provided implies functionality that is not implemented.',
    501,
  );
}
