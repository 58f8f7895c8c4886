import type { ServerResponse } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import type { Caller, WireCall } from './request.ts';
import { sendS3Answer, sendS3Error } from './s3-answer.ts';
import { xmlAnswer, xmlError } from './xml.ts';

/** Sends an engine's answer in the call's own protocol. */
export function sendAnswer(response: ServerResponse, call: WireCall, body: Body, requestId: string): void {
  if (call.protocol === 'rest') {
    sendS3Answer(response, call.operation, body, requestId);
    return;
  }
  if (call.protocol === 'query') {
    const xml = xmlAnswer(call.service, call.operation, body, requestId);
    send(response, 200, 'text/xml', xml, requestId);
    return;
  }
  send(response, 200, call.contentType, JSON.stringify(body), requestId);
}

/** Sends a refusal in the call's own protocol; the SDK finds its exception class by the code. */
export function sendError(
  response: ServerResponse,
  call: Caller | undefined,
  error: AwsError,
  requestId: string,
): void {
  if (call?.protocol === 'rest') {
    sendS3Error(response, error, requestId);
    return;
  }
  if (call?.protocol === 'query') {
    send(response, error.status, 'text/xml', xmlError(call.service, error, requestId), requestId);
    return;
  }
  const body = JSON.stringify({
    __type: error.code,
    message: error.message,
    Message: error.message,
    ...error.members,
  });
  response.setHeader('x-amzn-errortype', error.code);
  send(response, error.status, 'application/x-amz-json-1.0', body, requestId);
}

/** Names what a defect is answered with, so that no inner text reaches the caller. */
export function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError('InternalFailure', 'The local engine failed', 500);
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
  requestId: string,
): void {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(text));
  response.setHeader('x-amzn-requestid', requestId);
  response.end(text);
}
