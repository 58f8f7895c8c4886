import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

  describe('for somebody whose login is disabled', () => {
    const sub = 'local-custodian';
    const change = (enabled: boolean) => system.world.directory.change(sub, { enabled }, system.clock.now());
    afterEach(() => change(true));

    async function chooseDisabled(lang: string): Promise<{ status: number; text: string }> {
      const answer = await fetch(`${system.origin}/local/authorize?${await query({ lang })}`, {
        method: 'POST',
        body: new URLSearchParams({ person: 'custodian' }),
        redirect: 'manual',
      });
      return { status: answer.status, text: await answer.text() };
    }

    it.each([
      ['ja', 'Ken Moriさん（管理責任者）のログインは無効になっています'],
      ['en', 'The login of Ken Mori (Custodian) is disabled'],
    ])('says so in plain words (%s) and takes the OAuth error back', async (lang, words) => {
      change(false);
      const { status, text } = await chooseDisabled(lang);
      expect(status).toBe(403);
      expect(text).toContain(words);
      const back = new URL((/href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&'));
      expect(back.origin + back.pathname).toBe(`${system.origin}/console/`);
      expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'kept' });
    });

    it('gives no token for a code from before, and leaves the lever for tests alone', async () => {
      const code = (await choose('custodian')).searchParams.get('code') ?? '';
      change(false);
      const refusal = await exchange(code);
      expect([refusal.status, await refusal.json()]).toEqual([400, { error: 'invalid_grant' }]);
      const lever = await fetch(`${system.origin}/local/tokens`, {
        method: 'POST',
        body: JSON.stringify({ sub, groups: ['custodian'] }),
      });
      expect(lever.status).toBe(200);
      expect(system.world.directory.find(sub)?.enabled).toBe(false);
    });

    it('opens again when the login is enabled', async () => {
      change(false);
      expect((await chooseDisabled('en')).status).toBe(403);
      change(true);
      const code = (await choose('custodian')).searchParams.get('code') ?? '';
      expect((await exchange(code)).status).toBe(200);
    });
  });

  it('knows everybody whom a token was made for', async () => {
    const body = JSON.stringify({ sub: 'seen-once', groups: ['marketer'] });
    await fetch(`${system.origin}/local/tokens`, { method: 'POST', body });
    expect(system.world.directory.find('seen-once')).toMatchObject({ groups: ['marketer'], enabled: true });
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
