import type { ServerResponse } from 'node:http';
import type { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, textAt, textsIn, wordOf } from '../fields.ts';
import { headerOf } from './s3-names.ts';
import { escapeXml } from './xml.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const documents: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListBucketResult',
  ListObjectVersions: 'ListVersionsResult',
  GetObjectRetention: 'Retention',
  GetBucketVersioning: 'VersioningConfiguration',
  GetObjectLockConfiguration: 'ObjectLockConfiguration',
};

/** Sends an S3 answer: a document where the operation has one, else members as headers and the content as bytes. */
export function sendS3Answer(
  response: ServerResponse,
  operation: string,
  body: Body,
  requestId: string,
): void {
  if (response.destroyed) return;
  const root = documents[operation];
  if (root !== undefined) {
    const members = Object.entries(body).map(([name, value]) => element(name, value));
    sendXml(response, 200, `<${root} xmlns="${namespace}">${members.join('')}</${root}>`, requestId);
    return;
  }
  response.statusCode = operation === 'DeleteObject' ? 204 : 200;
  response.setHeader('x-amz-request-id', requestId);
  for (const [member, header] of Object.entries(headerOf)) {
    const value = textAt(body, member);
    if (value !== undefined) response.setHeader(header, value);
  }
  const metadata = isObject(body['Metadata']) ? textsIn(body['Metadata']) : {};
  for (const [name, value] of Object.entries(metadata)) response.setHeader(`x-amz-meta-${name}`, value);
  response.end(body['Body']);
}

/** Sends an S3 refusal; the SDK finds its exception class by the code, and by the status where HEAD has no body. */
export function sendS3Error(response: ServerResponse, error: AwsError, requestId: string): void {
  if (response.destroyed) return;
  const fault = { Code: error.code, Message: error.message, RequestId: requestId };
  sendXml(response, error.status, element('Error', fault), requestId);
}

function sendXml(response: ServerResponse, status: number, root: string, requestId: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
  response.statusCode = status;
  response.setHeader('content-type', 'application/xml');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.setHeader('x-amz-request-id', requestId);
  response.end(text);
}

/** Lists are flat in S3: the element is repeated. Absent members leave no element. */
function element(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(one => element(name, one)).join('');
  if (!isObject(value)) return `<${name}>${escapeXml(wordOf(value))}</${name}>`;
  const children = Object.entries(value).map(([key, child]) => element(key, child));
  return `<${name}>${children.join('')}</${name}>`;
}
