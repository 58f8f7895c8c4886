import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { type Incoming, type Outgoing, json, message } from './exchange.ts';

const mostBodyBytes = 10 * 1024 * 1024;

/** Answers any request of the local origin. */
export type Answer = (request: Incoming) => Promise<Outgoing>;

/** The local origin's HTTP server. It answers 503 until `serve` says what to answer with. */
export type LocalServer = {
  readonly port: number;
  serve(answer: Answer): void;
  close(): Promise<void>;
};

/** Listens on 127.0.0.1; port 0 takes a free one. `now` (milliseconds) dates the answers. Rejects when the port is taken. */
export async function listen(port: number, now: () => number): Promise<LocalServer> {
  let answer: Answer = () => Promise.resolve(message(503, 'Service Unavailable'));
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(now()).toUTCString());
    void respond(request, response, incoming => answer(incoming));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: next => {
      answer = next;
    },
    close: () => closeServer(server),
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  try {
    write(request, response, await answerTo(request, answer));
  } catch (error) {
    console.error(error);
    write(request, response, message(500, 'Internal Server Error'));
  }
}

async function answerTo(request: IncomingMessage, answer: Answer): Promise<Outgoing> {
  const body = await readBody(request);
  if (body === undefined) {
    return message(413, 'Request Entity Too Large', { connection: 'close' });
  }
  const { 'x-local-source-ip': sourceIp, ...headers } = headersOf(request);
  if (sourceIp !== undefined && isIP(sourceIp) === 0) {
    return json(400, { message: 'x-local-source-ip must be an IP address' });
  }
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  return answer({
    method: request.method ?? 'GET',
    path: cut < 0 ? url : url.slice(0, cut),
    query: cut < 0 ? '' : url.slice(cut + 1),
    headers,
    body,
    viewerIp: sourceIp ?? request.socket.remoteAddress ?? '127.0.0.1',
  });
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).map(([name, values = []]) => {
    return [name, values.join(name === 'cookie' ? '; ' : ',')] as const;
  });
  return Object.fromEntries(entries);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBodyBytes) {
      chunks.push(chunk);
    }
  }
  return size > mostBodyBytes ? undefined : Buffer.concat(chunks);
}

function write(request: IncomingMessage, response: ServerResponse, answer: Outgoing): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const cookies = answer.cookies ?? [];
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    ...(answer.status !== 304 && answer.status !== 204 && { 'content-length': body.length }),
  });
  response.end(request.method === 'HEAD' || answer.status === 304 ? undefined : body);
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
