import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Deployment } from '../deployment.ts';
import type { Functions } from '../environments/functions.ts';
import { type Incoming, type Outgoing, message } from './exchange.ts';
import { answerOf } from './http-answer.ts';
import { makeHttpEvent } from './http-event.ts';
import { makeRouteTable } from './route-table.ts';
import { makeThrottle } from './throttle.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** Answers one request as the HTTP API does; `sourceIp` is the address that connected to it. */
export type HttpApi = (request: Incoming, sourceIp: string) => Promise<Outgoing>;

/** The HTTP API of the templates: route, throttle, JWT authorizer, function. */
export function makeHttpApi(
  deployment: Deployment,
  parts: { readonly functions: Functions; readonly clock: Clock; readonly issuer: TokenIssuer | undefined },
): HttpApi {
  const find = makeRouteTable(deployment.routes);
  const passes = makeThrottle(parts.clock);
  return async (request, sourceIp) => {
    const requestId = randomUUID();
    const ids = { 'apigw-requestid': requestId };
    const match = find(request.method, request.path);
    if (match === undefined) {
      return message(404, 'Not Found', ids);
    }
    if (!passes(match.route)) {
      return message(429, 'Too Many Requests', ids);
    }
    const { jwt, functionArn } = match.route;
    const claims = jwt && (await parts.issuer?.verify(request.headers['authorization'], jwt));
    if (jwt !== undefined && claims === undefined) {
      return message(401, 'Unauthorized', { ...ids, 'www-authenticate': 'Bearer' });
    }
    const event = makeHttpEvent(request, match, {
      api: deployment.api,
      account: deployment.account,
      requestId,
      nowMs: parts.clock.now(),
      sourceIp,
      ...(claims && { claims }),
    });
    const answer = answerOf(await parts.functions.invoke(functionArn, event));
    return { ...answer, headers: { ...answer.headers, ...ids } };
  };
}
