import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { AwsError } from './aws-error.ts';
import type { AccessReader } from './authorize/access.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import type { CallerRegistry, Session } from './caller.ts';
import type { Answer, Engine } from './engine.ts';
import type { Faults } from './faults.ts';
import { plantedError } from './planted-errors.ts';
import { asAwsError, sendAnswer, sendError } from './wire/answer.ts';
import { readCall, readCaller, type Protocol, type WireCall } from './wire/request.ts';

/** A service behind the door: its engine and how its calls map to permissions. */
export type Service = { readonly engine: Engine; readonly accesses: AccessReader };

/** What the door needs; `log` hears of defects only, never of refusals. */
export type FrontParts = {
  readonly clock: Clock;
  readonly callers: CallerRegistry;
  readonly gatekeeper: Gatekeeper;
  readonly faults: Faults;
  readonly services: Readonly<Record<string, Service>>;
  readonly log: (text: string) => void;
};

/**
 * The one door for all AWS calls (DESIGN §7): who calls (access key), may they (policies), write it down (trail), plant
 * what is to fail (faults), then the engine. Refusals answer as the service does.
 */
export function answerCalls(parts: FrontParts): RequestListener {
  return (request, response) => {
    void serve(parts, request, response);
  };
}

async function serve(parts: FrontParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const caller = readCaller(request);
  let call: WireCall | undefined;
  response.setHeader('date', new Date(parts.clock.now()).toUTCString());
  try {
    call = await readCall(request, caller);
    const answer = await perform(parts, call, requestId);
    if (answer === 'hang') return;
    if (answer === 'lost-reply') request.socket.destroy();
    else sendAnswer(response, call, answer.body, requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) parts.log(defectText(call, error));
    sendError(response, caller, asAwsError(error), requestId);
  }
}

async function perform(
  parts: FrontParts,
  call: WireCall,
  requestId: string,
): Promise<Answer | 'hang' | 'lost-reply'> {
  const nowMs = parts.clock.now();
  const session = sessionOf(parts.callers, call, nowMs);
  const service = parts.services[call.service];
  if (service === undefined)
    throw new AwsError('UnknownOperationException', 'Not a service of the local AWS');
  const accesses = service.accesses(call.operation, call.body, session);
  const record = parts.gatekeeper.admit(
    { service: call.service, operation: call.operation, body: call.body, session, nowMs, requestId },
    accesses,
  );
  const fault = parts.faults.take(call.service, call.operation);
  if (fault === 'hang') return 'hang';
  try {
    if (fault !== undefined && fault !== 'lost-reply') throw plantedError(fault, call);
    const answer = await service.engine.handle(call.operation, call.body, { session, nowMs, requestId });
    record.settle(answer.units === undefined ? {} : { units: answer.units });
    return fault ?? answer;
  } catch (error) {
    const { code, message } = asAwsError(error);
    record.settle({ error: code, message });
    throw error;
  }
}

function sessionOf(callers: CallerRegistry, call: WireCall, nowMs: number): Session {
  const session = callers.find(call.accessKeyId);
  if (session === undefined || session.sessionToken !== call.sessionToken) {
    const message = 'The security token included in the request is invalid.';
    throw new AwsError(unknownKeys[call.protocol], message, call.protocol === 'json' ? 400 : 403);
  }
  if (session.expiresAtMs !== undefined && session.expiresAtMs <= nowMs) {
    const message = 'The security token included in the request is expired';
    const query = call.protocol === 'query';
    throw new AwsError(expiredKeys[call.protocol], message, query ? 403 : 400);
  }
  return session;
}

const unknownKeys: Readonly<Record<Protocol, string>> = {
  json: 'UnrecognizedClientException',
  query: 'InvalidClientTokenId',
  rest: 'InvalidAccessKeyId',
};

const expiredKeys: Readonly<Record<Protocol, string>> = {
  json: 'ExpiredTokenException',
  query: 'ExpiredToken',
  rest: 'ExpiredToken',
};

function defectText(call: WireCall | undefined, error: unknown): string {
  const place = call === undefined ? 'an unreadable call' : `${call.service}:${call.operation}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `local AWS failed at ${place}: ${text}`;
}
