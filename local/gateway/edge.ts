import type { BehaviourResource, EdgeResource } from '../deployment.ts';
import { type Incoming, type Outgoing, page } from './exchange.ts';
import type { HttpApi } from './http-api.ts';
import type { Pages } from './pages.ts';
import { makeViewerRequest } from './viewer-request.ts';

/** Answers a viewer as the distribution does. */
export type Edge = (request: Incoming) => Promise<Outgoing>;

/** The address CloudFront calls the API from (a documentation address, so that nobody takes it for the viewer's). */
const edgeIp = '192.0.2.1';

/** The distribution of the templates in front of the HTTP API and the pages. */
export function makeEdge(
  edge: EdgeResource,
  origins: { readonly api: HttpApi; readonly pages: Pages },
): Edge {
  const functions = new Map(
    Object.entries(edge.viewerRequestCode).map(([arn, code]) => [arn, makeViewerRequest(code)]),
  );
  return async viewerRequest => {
    const behaviour = edge.behaviours.find(candidate => fits(candidate.pathPattern, viewerRequest.path));
    if (behaviour === undefined || !behaviour.allowedMethods.includes(viewerRequest.method)) {
      return page(
        403,
        '<!doctype html><title>403</title><h1>403</h1><p>This method is not allowed here.</p>',
      );
    }
    const run = functions.get(behaviour.viewerRequestFunction ?? '');
    const step = (await run?.(viewerRequest)) ?? { kind: 'go-on', request: viewerRequest };
    if (step.kind === 'answer') {
      return withHeaders(step.answer, behaviour);
    }
    const answer =
      behaviour.origin === 'api'
        ? await origins.api(toOrigin(passed(step.request, behaviour), edge), edgeIp)
        : await origins.pages(step.request);
    return withHeaders(await withErrorPage(answer, step.request, edge, origins.pages), behaviour);
  };
}

/** CloudFront path patterns: `*` any run of characters, `?` one; the leading slash may be left out. */
function fits(pattern: string, path: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const rooted = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const source = rooted
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(path);
}

/** What goes on to the API: all of the request, or its path alone. */
function passed(request: Incoming, { passesViewer }: BehaviourResource): Incoming {
  return passesViewer ? request : { ...request, query: '', headers: { 'user-agent': 'Amazon CloudFront' } };
}

function toOrigin(request: Incoming, edge: EdgeResource): Incoming {
  const { host: _, connection: __, ...headers } = request.headers;
  return {
    ...request,
    headers: {
      ...headers,
      ...edge.originHeaders,
      via: '1.1 local (CloudFront)',
      'x-forwarded-for': `${request.viewerIp}, ${edgeIp}`,
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    },
  };
}

async function withErrorPage(
  answer: Outgoing,
  request: Incoming,
  edge: EdgeResource,
  pages: Pages,
): Promise<Outgoing> {
  const errorPage = edge.errorPages.find(candidate => candidate.status === answer.status);
  if (errorPage === undefined) {
    return answer;
  }
  const shown = await pages({ ...request, path: errorPage.path });
  return shown.status === 200 ? { ...shown, status: errorPage.answerStatus } : answer;
}

function withHeaders(answer: Outgoing, behaviour: BehaviourResource): Outgoing {
  return { ...answer, headers: { ...answer.headers, ...behaviour.responseHeaders } };
}
