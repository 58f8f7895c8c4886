import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { ApiResource } from '../deployment.ts';
import type { Incoming } from './exchange.ts';
import type { RouteMatch } from './route-table.ts';

/** Claims of a verified token as the HTTP API hands them on: every value is a string, a list becomes `[a b]`. */
export type Claims = Readonly<Record<string, string>>;

type Event = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** What the event says beside the request itself; `nowMs` is the local clock, `sourceIp` whoever called the API. */
export type EventContext = {
  readonly api: ApiResource;
  readonly account: string;
  readonly requestId: string;
  readonly nowMs: number;
  readonly sourceIp: string;
  readonly claims?: Claims;
};

/** The payload format 2.0 event of an HTTP API (AWS: "Create AWS Lambda proxy integrations for HTTP APIs"). */
export function makeHttpEvent(request: Incoming, match: RouteMatch, context: EventContext): Event {
  const { cookie, ...headers } = request.headers;
  const encoded = request.body.length > 0 && !isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, host: context.api.domainName },
    ...(request.query !== '' && { queryStringParameters: queryOf(request.query) }),
    requestContext: requestContextOf(request, match, context),
    ...(request.body.length > 0 && { body: request.body.toString(encoded ? 'base64' : 'utf8') }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    isBase64Encoded: encoded,
  };
}

function requestContextOf(
  request: Incoming,
  match: RouteMatch,
  context: EventContext,
): Event['requestContext'] {
  return {
    accountId: context.account,
    apiId: context.api.id,
    ...(context.claims && { authorizer: { jwt: { claims: context.claims, scopes: [] } } }),
    domainName: context.api.domainName,
    domainPrefix: context.api.id,
    http: {
      method: request.method,
      path: request.path,
      protocol: 'HTTP/1.1',
      sourceIp: context.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: context.requestId,
    routeKey: match.route.routeKey,
    stage: '$default',
    time: logTime(context.nowMs),
    timeEpoch: context.nowMs,
  };
}

function isText(contentType: string | undefined): boolean {
  return (
    contentType === undefined ||
    /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))/i.test(contentType)
  );
}

function queryOf(query: string): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    merged[name] = name in merged ? `${merged[name]},${value}` : value;
  }
  return merged;
}

/** `12/Mar/2020:19:03:58 +0000`, the form of request logs. */
function logTime(nowMs: number): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(nowMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
