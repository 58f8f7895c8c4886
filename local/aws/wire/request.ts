import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { isObject, textAt } from '../fields.ts';

/** How a service speaks: JSON with `x-amz-target`, or form fields answered in XML. */
export type Protocol = 'json' | 'query';

/** A call as it came over the wire, before anyone is asked about it. */
export type WireCall = {
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly contentType: string;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly body: Body;
};

const queryServices = new Set(['sns', 'sts', 'iam']);
const largestBodyBytes = 16 * 1024 * 1024;

/**
 * Reads service and access key from the SigV4 credential scope and the operation from `x-amz-target` or `Action`.
 * A call without a signature is refused as AWS does.
 */
export async function readCall(request: IncomingMessage): Promise<WireCall> {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  const text = await readText(request);
  if (scope === null) {
    throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  }
  const service = scope[2] ?? '';
  const query = queryServices.has(service);
  const body = query ? formFields(text) : jsonBody(text);
  return {
    service,
    operation: query ? (textAt(body, 'Action') ?? '') : operationOf(request),
    protocol: query ? 'query' : 'json',
    contentType: request.headers['content-type'] ?? 'application/x-amz-json-1.1',
    accessKeyId: scope[1] ?? '',
    sessionToken: headerText(request, 'x-amz-security-token'),
    body,
  };
}

function operationOf(request: IncomingMessage): string {
  const target = headerText(request, 'x-amz-target') ?? '';
  return target.slice(target.lastIndexOf('.') + 1);
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes)
      throw new AwsError('RequestEntityTooLarge', 'The request is too large', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
