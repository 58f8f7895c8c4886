import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { System } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

type Seen = {
  readonly event: Record<string, unknown> & { readonly headers: Record<string, string> };
  readonly origin: string;
};

let system: System;

beforeAll(async () => {
  system = await startSmallHouse();
});

afterAll(() => system.close());

async function seen(path: string, init: RequestInit = {}): Promise<Seen> {
  const answer = await fetch(`${system.origin}${path}`, init);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Seen;
}

/** fetch decides about Host and paths itself; this sends them as given. */
function sendRaw(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(system.origin);
    httpRequest({ host: '127.0.0.1', port, path, headers }, answer => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the event of a request', () => {
  it('is an HTTP API event of format 2.0', async () => {
    const { event } = await seen('/v1/things/t%2F1/parts/p1?a=1&a=2&b=x%20y', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Mixed-Case': 'kept' },
      body: '{"text":"もぎり"}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/things/{thingId}/parts/{partId}',
      rawPath: '/v1/things/t%2F1/parts/p1',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { thingId: 't/1', partId: 'p1' },
      body: '{"text":"もぎり"}',
      isBase64Encoded: false,
      requestContext: {
        apiId: system.deployment.api.id,
        domainName: system.deployment.api.domainName,
        stage: '$default',
        routeKey: 'POST /v1/things/{thingId}/parts/{partId}',
        http: { method: 'POST', path: '/v1/things/t%2F1/parts/p1', protocol: 'HTTP/1.1' },
        time: expect.stringMatching(/^\d{1,2}\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
    expect(event.headers).toMatchObject({ 'x-mixed-case': 'kept', host: system.deployment.api.domainName });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('carries a body that is no text as Base64', async () => {
    const body = new Uint8Array([0, 1, 255]);
    const { event } = await seen('/v1/things/a/parts/b', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from(body).toString('base64') });
  });

  it('goes to the route with the fixed segment before the one with a parameter', async () => {
    const { event } = await seen('/v1/things/public/parts/b', { method: 'POST' });
    expect(event).toMatchObject({
      routeKey: 'POST /v1/things/public/parts/{partId}',
      pathParameters: { partId: 'b' },
    });
  });

  it('shows the function its own public origin', async () => {
    expect((await seen('/v1/look')).origin).toBe(system.origin);
  });
});

describe('the edge', () => {
  it('tells the viewer’s address and host and proves the way, whatever the client claims', async () => {
    const { event } = await seen('/v1/look', {
      headers: {
        'x-viewer-ip': '198.51.100.9',
        'x-viewer-host': 'evil.example',
        'x-mogiri-edge': 'guessed',
        'x-local-source-ip': '203.0.113.7',
      },
    });
    const { edge } = JSON.parse(system.world.secrets.value(system.deployment.secrets[0]?.arn ?? '')) as {
      edge: string;
    };
    expect(event.headers).toMatchObject({
      'x-viewer-ip': '203.0.113.7',
      'x-viewer-host': new URL(system.origin).host,
      'x-mogiri-edge': edge,
    });
    expect(event.headers).not.toHaveProperty('x-local-source-ip');
    expect(event['requestContext']).toMatchObject({ http: { sourceIp: '192.0.2.1' } });
  });

  it('passes nothing of the viewer on where it has no policy that says so', async () => {
    const headers = { cookie: 'one=1', authorization: 'Bearer x', 'x-viewer-ip': '198.51.100.9' };
    const { event } = await seen('/v1/still?a=1', { headers });
    for (const name of ['cookie', 'authorization', 'x-viewer-ip'])
      expect(event.headers).not.toHaveProperty(name);
    expect(event).toMatchObject({ rawQueryString: '', headers: { 'user-agent': 'Amazon CloudFront' } });
    expect(event).not.toHaveProperty('cookies');
    expect(event.headers).toHaveProperty('x-mogiri-edge');
  });

  it('can be gone around, and then proves nothing', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(system.origin);
      const headers = { host: system.deployment.api.domainName, 'x-mogiri-edge': 'guessed' };
      httpRequest({ host: '127.0.0.1', port, path: '/v1/look', headers }, response => {
        response.setEncoding('utf8').on('data', resolve);
      })
        .on('error', reject)
        .end();
    });
    const { event } = JSON.parse(answer) as Seen;
    expect(event.headers['x-mogiri-edge']).toBe('guessed');
    expect(event.headers).not.toHaveProperty('x-viewer-ip');
  });

  it('lets its function answer by itself', async () => {
    const answer = await fetch(`${system.origin}/old`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/new']);
  });

  it('adds the response headers of the behaviour', async () => {
    const answers = await Promise.all(['/', '/v1/look'].map(path => fetch(`${system.origin}${path}`)));
    expect(answers.map(answer => answer.headers.get('x-content-type-options'))).toEqual([
      'nosniff',
      'nosniff',
    ]);
  });

  it('refuses a method that the behaviour does not allow', async () => {
    expect((await fetch(`${system.origin}/`, { method: 'POST' })).status).toBe(403);
  });

  it('refuses a local source address that is none', async () => {
    const answer = await fetch(`${system.origin}/v1/look`, { headers: { 'x-local-source-ip': 'next door' } });
    expect(answer.status).toBe(400);
  });
});

describe('the pages', () => {
  it('come with type, validator and cache rules', async () => {
    const [home, asset] = await Promise.all(
      ['/', '/assets/app.js'].map(path => fetch(`${system.origin}${path}`)),
    );
    expect(home?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(home?.headers.get('cache-control')).toBe('no-cache');
    expect(home?.headers.get('content-encoding')).toBe('gzip');
    expect(asset?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const etag = home?.headers.get('etag') ?? '';
    expect((await fetch(`${system.origin}/`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('are only those in the folder', async () => {
    expect(await sendRaw('/nothing.html', {})).toBe(403);
    expect(await sendRaw('/../small.template.json', {})).toBe(403);
    expect(await sendRaw('/%2e%2e/small.template.json', {})).toBe(403);
    expect(await sendRaw('/assets', {})).toBe(403);
  });
});
