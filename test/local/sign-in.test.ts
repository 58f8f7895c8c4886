import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { System } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

let system: System;

beforeAll(async () => {
  system = await startSmallHouse();
});

afterAll(() => system.close());

describe('the sign-in page', () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  async function query(change: Record<string, string> = {}): Promise<URLSearchParams> {
    const config = (await (await fetch(`${system.origin}/config.json`)).json()) as {
      signIn: Record<string, string>;
    };
    return new URLSearchParams({
      response_type: 'code',
      client_id: config.signIn['clientId'] ?? '',
      redirect_uri: `${system.origin}/console/`,
      state: 'kept',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      scope: 'openid',
      ...change,
    });
  }

  async function choose(who: string): Promise<URL> {
    const answer = await fetch(`${system.origin}/local/authorize?${await query()}`, {
      method: 'POST',
      body: new URLSearchParams({ person: who }),
      redirect: 'manual',
    });
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get('location') ?? '');
  }

  function exchange(code: string, change: Record<string, string> = {}): Promise<Response> {
    const form = {
      grant_type: 'authorization_code',
      client_id: system.issuer?.signIn.clientId ?? '',
      redirect_uri: `${system.origin}/console/`,
      code,
      code_verifier: verifier,
      ...change,
    };
    return fetch(`${system.origin}/local/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  }

  it('offers the people there are', async () => {
    const page = await (await fetch(`${system.origin}/local/authorize?${await query()}`)).text();
    expect(page.match(/value="(marketer|custodian|both)"/g)).toHaveLength(3);
  });

  it('leads back with a code that is good for one token of that person', async () => {
    const back = await choose('both');
    expect([back.pathname, back.searchParams.get('state')]).toEqual(['/console/', 'kept']);
    const code = back.searchParams.get('code') ?? '';
    const answer = (await (await exchange(code)).json()) as Record<string, string>;
    const claims = JSON.parse(
      Buffer.from(answer['access_token']?.split('.')[1] ?? '', 'base64url').toString(),
    ) as object;
    expect(claims).toMatchObject({ 'cognito:groups': ['marketer', 'custodian'], token_use: 'access' });
    expect((await exchange(code)).status).toBe(400);
  });

  it('refuses a wrong verifier, and addresses that are not its own', async () => {
    const code = (await choose('marketer')).searchParams.get('code') ?? '';
    expect((await exchange(code, { code_verifier: 'guessed' })).status).toBe(400);
    const elsewhere = await query({ redirect_uri: 'https://evil.example/' });
    expect((await fetch(`${system.origin}/local/authorize?${elsewhere}`)).status).toBe(400);
    const plain = await query({ code_challenge_method: 'plain' });
    expect((await fetch(`${system.origin}/local/authorize?${plain}`)).status).toBe(400);
    expect((await fetch(`${system.origin}/local/sign-out?logout_uri=https://evil.example/`)).status).toBe(
      400,
    );
  });
});
