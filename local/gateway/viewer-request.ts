import vm from 'node:vm';
import * as z from 'zod';
import type { Incoming, Outgoing } from './exchange.ts';

const valued = z.object({ value: z.string() });

const resultSchema = z.union([
  z.object({
    statusCode: z.number(),
    headers: z.record(z.string(), valued).default({}),
    body: z.union([z.string(), z.object({ data: z.string() })]).optional(),
  }),
  z.object({
    method: z.string(),
    uri: z.string(),
    querystring: z.record(z.string(), z.object({ value: z.string() })).default({}),
    headers: z.record(z.string(), valued).default({}),
  }),
]);

/** Runs a CloudFront Function at viewer-request: answers the request to go on with, or the function's own answer. */
export type ViewerRequest = (
  request: Incoming,
) => Promise<
  | { readonly kind: 'go-on'; readonly request: Incoming }
  | { readonly kind: 'answer'; readonly answer: Outgoing }
>;

/**
 * Compiles the code out of the template into a context that has nothing of Node's, as CloudFront's runtime has not.
 * Header changes and a new path take effect; the query string is kept as it came.
 */
export function makeViewerRequest(code: string): ViewerRequest {
  const context = vm.createContext({ console });
  new vm.Script(
    `${code}\nglobalThis.mogiriRun = async text => JSON.stringify(await handler(JSON.parse(text)));`,
  ).runInContext(context, { timeout: 1000 });
  const run = (context as { readonly mogiriRun: (text: string) => Promise<string> }).mogiriRun;
  return async request => {
    const result = resultSchema.parse(JSON.parse(await run(JSON.stringify(eventOf(request)))));
    if ('statusCode' in result) {
      return { kind: 'answer', answer: answerOf(result) };
    }
    const headers = Object.fromEntries(
      Object.entries(result.headers).map(([name, header]) => [name, header.value]),
    );
    const cookie = request.headers['cookie'];
    return {
      kind: 'go-on',
      request: {
        ...request,
        path: result.uri,
        headers: { ...headers, ...(cookie !== undefined && { cookie }) },
      },
    };
  };
}

function eventOf(request: Incoming): unknown {
  const { cookie = '', ...headers } = request.headers;
  const pairs = cookie.split(/;\s*/).filter(Boolean);
  return {
    version: '1.0',
    context: { eventType: 'viewer-request', distributionId: 'local', requestId: 'local' },
    viewer: { ip: request.viewerIp },
    request: {
      method: request.method,
      uri: request.path,
      querystring: asValues([...new URLSearchParams(request.query)]),
      headers: asValues(Object.entries(headers)),
      cookies: asValues(
        pairs.map(pair => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const),
      ),
    },
  };
}

function asValues(
  entries: readonly (readonly [string, string])[],
): Readonly<Record<string, { readonly value: string }>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function answerOf(result: {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: string | { readonly data: string } | undefined;
}): Outgoing {
  const body = typeof result.body === 'object' ? result.body.data : (result.body ?? '');
  const headers = Object.entries(result.headers).map(
    ([name, header]) => [name.toLowerCase(), header.value] as const,
  );
  return { status: result.statusCode, headers: Object.fromEntries(headers), body };
}
