import type { AwsWorld } from '../aws/world.ts';
import type { Clock } from '../clock.ts';
import type { Deployment } from '../deployment.ts';
import type { Functions } from '../environments/functions.ts';
import { resolveSecretReferences } from '../templates/secret-references.ts';
import { makeEdge } from './edge.ts';
import type { Incoming } from './exchange.ts';
import { makeHttpApi } from './http-api.ts';
import { makePages } from './pages.ts';
import type { Answer } from './server.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** What the gateway stands on. The secrets come from any AWS, not necessarily the one in this process. */
export type GatewayParts = {
  readonly deployment: Deployment;
  readonly world: Pick<AwsWorld, 'secrets'>;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly issuer: TokenIssuer | undefined;
  readonly pagesDir: string;
};

/**
 * The edge with API and pages behind it. A request whose Host is the HTTP API's own goes around the distribution, as
 * anyone in the world could.
 */
export function makeGateway(parts: GatewayParts): Answer {
  const { deployment } = parts;
  const edge = resolveSecretReferences(deployment.edge, parts.world.secrets.value);
  const api = makeHttpApi(deployment, parts);
  const pages = makePages(parts.pagesDir, edge.defaultRootObject);
  const distribution = makeEdge(edge, { api, pages });
  return (request: Incoming) =>
    request.headers['host'] === deployment.api.domainName
      ? api(request, request.viewerIp)
      : distribution(request);
}
