import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, textAt } from '../fields.ts';
import { readS3Request } from './s3-request.ts';

/** How a service speaks: JSON with `x-amz-target`, form fields answered in XML, or method and path (S3). */
export type Protocol = 'json' | 'query' | 'rest';

/** Whose key signed a call, and for which service: what its headers alone say. */
export type Caller = {
  readonly service: string;
  readonly protocol: Protocol;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
};

/** A call as it came over the wire, before anyone is asked about it. */
export type WireCall = Caller & {
  readonly operation: string;
  readonly contentType: string;
  readonly body: Body;
};

const queryServices = new Set(['sns', 'sts', 'iam']);
const largestBodyBytes = 16 * 1024 * 1024;

/** Reads service and access key from the SigV4 credential scope; a call without a signature has neither. */
export function readCaller(request: IncomingMessage): Caller | undefined {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  if (scope === null) return undefined;
  const service = scope[2] ?? '';
  return {
    service,
    protocol: protocolOf(service),
    accessKeyId: scope[1] ?? '',
    sessionToken: headerText(request, 'x-amz-security-token'),
  };
}

/**
 * Reads the operation from `x-amz-target`, `Action` or method and path, and the body in the service's protocol. A call
 * without a signature is refused as AWS does.
 */
export async function readCall(request: IncomingMessage, caller: Caller | undefined): Promise<WireCall> {
  const bytes = await readBytes(request);
  if (caller === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  }
  const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
  if (caller.protocol === 'rest') return { ...caller, contentType, ...readS3Request(request, bytes) };
  const text = bytes.toString('utf8');
  const query = caller.protocol === 'query';
  const body = query ? formFields(text) : jsonBody(text);
  const operation = query ? (textAt(body, 'Action') ?? '') : operationOf(request);
  return { ...caller, contentType, operation, body };
}

function protocolOf(service: string): Protocol {
  if (service === 's3') return 'rest';
  return queryServices.has(service) ? 'query' : 'json';
}

function operationOf(request: IncomingMessage): string {
  const target = headerText(request, 'x-amz-target') ?? '';
  return target.slice(target.lastIndexOf('.') + 1);
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes)
      throw new AwsError('RequestEntityTooLarge', 'The request is too large', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function formFields(text: string): Body {
  return Object.fromEntries(new URLSearchParams(text));
}

function jsonBody(text: string): Body {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // fall through to the service's own answer
  }
  throw new AwsError('SerializationException', 'The body is not a JSON object');
}
