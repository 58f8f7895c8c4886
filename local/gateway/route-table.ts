import type { RouteResource } from '../deployment.ts';

/** The route an HTTP API chose for a request, with its decoded path parameters. */
export type RouteMatch = {
  readonly route: RouteResource;
  readonly parameters: Readonly<Record<string, string>>;
};

type Candidate = {
  readonly route: RouteResource;
  readonly method: string;
  readonly segments: readonly string[];
};

/**
 * Chooses routes as an HTTP API does: a fixed segment before a parameter, a parameter before a greedy one, the exact
 * method before `ANY`. A parameter never matches an empty segment. Undefined when no route fits.
 */
export function makeRouteTable(
  routes: readonly RouteResource[],
): (method: string, path: string) => RouteMatch | undefined {
  const candidates = routes.map(candidateOf).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const candidate of candidates) {
      const fits = candidate.method === 'ANY' || candidate.method === method;
      const parameters = fits ? match(candidate.segments, segments) : undefined;
      if (parameters !== undefined) {
        return { route: candidate.route, parameters };
      }
    }
    const fallback = routes.find(route => route.routeKey === '$default');
    return fallback && { route: fallback, parameters: {} };
  };
}

function candidateOf(route: RouteResource): Candidate {
  const [method = '', path = ''] = route.routeKey.split(' ');
  return { route, method, segments: path.split('/').slice(1) };
}

/** Sorts the most specific first: per segment fixed 0, parameter 1, greedy 2; then the method. */
function rank(candidate: Candidate): string {
  const kinds = candidate.segments.map(segment =>
    segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0',
  );
  return `${kinds.join('')}|${candidate.method === 'ANY' ? '1' : '0'}`;
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (part.endsWith('+}')) {
      parameters[part.slice(1, -2)] = segments.slice(index).map(decode).join('/');
      return segments.length > index ? parameters : undefined;
    }
    if (segment === undefined || (part.startsWith('{') ? segment === '' : segment !== part)) {
      return undefined;
    }
    if (part.startsWith('{')) {
      parameters[part.slice(1, -1)] = decode(segment);
    }
  }
  return pattern.length === segments.length ? parameters : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
