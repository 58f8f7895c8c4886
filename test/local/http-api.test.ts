import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { System } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

let system: System;

beforeAll(async () => {
  system = await startSmallHouse();
});

afterAll(() => system.close());

describe('the answer', () => {
  it('keeps status, headers and every cookie', async () => {
    const answer = await fetch(`${system.origin}/v1/look?do=cookies`);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-made')).toBe('yes');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  it('is decoded when the function says it is Base64', async () => {
    const answer = await fetch(`${system.origin}/v1/look?do=base64`);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 1, 2]);
  });

  it('is made from a value without a status', async () => {
    const answer = await fetch(`${system.origin}/v1/look?do=simple`);
    expect([answer.status, await answer.json()]).toEqual([200, { plain: true }]);
  });

  it.each(['throw', 'exit', 'wrong', 'hang'])(
    'is the API’s own 500 when the function does %s',
    async what => {
      const answer = await fetch(`${system.origin}/v1/look?do=${what}`);
      expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    },
  );

  it('is 404 for a route that is not there', async () => {
    for (const path of ['/v1/nothing', '/v1/look/', '/v1/things//parts/b']) {
      const answer = await fetch(`${system.origin}${path}`);
      expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }]);
    }
  });

  it('is 413 above 10 MB', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
    const answer = await fetch(`${system.origin}/v1/things/a/parts/b`, { method: 'POST', body });
    expect(answer.status).toBe(413);
  });

  it('is 429 once the route’s bucket is empty, and only on that route', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${system.origin}/v1/slow`)));
    const refused = answers.filter(answer => answer.status === 429);
    expect(answers.filter(answer => answer.status === 200).length).toBeGreaterThanOrEqual(3);
    expect(await refused[0]?.json()).toEqual({ message: 'Too Many Requests' });
    expect((await fetch(`${system.origin}/v1/look`)).status).toBe(200);
  });
});

describe('the authorizer', () => {
  const as = async (authorization: string | undefined): Promise<Response> =>
    fetch(`${system.origin}/v1/closed`, authorization === undefined ? {} : { headers: { authorization } });

  it('hands the claims of a good token to the function', async () => {
    const token = await system.issuer?.issue({ sub: 'someone', groups: ['marketer', 'custodian'] });
    const { event } = (await (await as(`Bearer ${token}`)).json()) as {
      readonly event: Record<string, unknown>;
    };
    expect(event['requestContext']).toMatchObject({
      authorizer: {
        jwt: { claims: { sub: 'someone', 'cognito:groups': '[marketer custodian]', token_use: 'access' } },
      },
    });
  });

  it('answers 401 without a token, with a changed one and with one that is over', async () => {
    const token = (await system.issuer?.issue({ sub: 'someone', groups: [] })) ?? '';
    const changed = `${token.slice(0, -4)}AAAA`;
    expect((await as(undefined)).status).toBe(401);
    expect((await as(`Bearer ${changed}`)).status).toBe(401);
    expect((await as(`Basic ${token}`)).status).toBe(401);
    system.clock.advance(3601);
    const answer = await as(`Bearer ${token}`);
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });
});
