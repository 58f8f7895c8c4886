import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Picture } from './domain/picture.ts';
import { refusals, type Refusal } from './domain/refusal.ts';
import { journal } from './journal.ts';

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A successful answer as JSON, never cached, with cookies to set. */
export function answer(
  status: number,
  body: unknown,
  cookies: readonly string[] = [],
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { ...always, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    ...(cookies.length > 0 ? { cookies: [...cookies] } : {}),
  };
}

/** A picture as itself: everybody may keep it for good, since its address is its content's, and nothing in it runs. */
export function pictureAnswer(
  status: number,
  { type, bytes }: Pick<Picture, 'type' | 'bytes'>,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      ...always,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'content-type': type,
    },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

/** A refusal as application/problem+json (RFC 9457): stable code, plain words, the request's id, facts of ours. */
export function problem(refusal: Refusal, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status, title } = refusals[refusal.refused];
  const wait = refusal.retryAfterSeconds;
  return {
    statusCode: status,
    headers: {
      ...always,
      'content-type': 'application/problem+json',
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    },
    body: JSON.stringify({
      type: `/errors#${refusal.refused}`,
      title,
      status,
      code: refusal.refused,
      detail: title,
      requestId,
      ...refusal.facts,
    }),
    ...(refusal.cookies === undefined ? {} : { cookies: [...refusal.cookies] }),
  };
}

/** A surprise: the class of the error goes to the log, one generic 500 with the request's id to the caller. */
export function failure(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  journal('request.failed', {
    requestId,
    error: error instanceof Error ? error.name : 'unknown',
    at: placeOf(error),
  });
  return {
    statusCode: 500,
    headers: { ...always, 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: '/errors#internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      detail: 'Something went wrong on our side',
      requestId,
    }),
  };
}

/** The first place in the stack; an error's message may hold input, its place never does. */
function placeOf(error: unknown): string {
  const line =
    error instanceof Error ? /\n\s+at .*?([\w.-]+\.m?[jt]s:\d+:\d+)/u.exec(error.stack ?? '') : undefined;
  return line?.[1] ?? 'unknown';
}
