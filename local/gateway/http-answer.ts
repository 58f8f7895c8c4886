import * as z from 'zod';
import type { Outcome } from '../environments/protocol.ts';
import { type Outgoing, json, message } from './exchange.ts';

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
});

/** What the HTTP API makes of an invocation: the function's answer, or its own 500 and 503 when there is none. */
export function answerOf(outcome: Outcome): Outgoing {
  switch (outcome.kind) {
    case 'answered':
      return answered(outcome.payload);
    case 'saturated':
      return message(503, 'Service Unavailable');
    case 'failed':
    case 'crashed':
    case 'timed-out':
      return message(500, 'Internal Server Error');
  }
}

function answered(payload: unknown): Outgoing {
  const isStructured = typeof payload === 'object' && payload !== null && 'statusCode' in payload;
  if (!isStructured) {
    return typeof payload === 'string'
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: payload }
      : json(200, payload);
  }
  const parsed = structured.safeParse(payload);
  if (!parsed.success) {
    return message(500, 'Internal Server Error');
  }
  const { statusCode, headers, cookies, body = '', isBase64Encoded } = parsed.data;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(lower) },
    cookies,
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}
