import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { System } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

let system: System;

beforeAll(async () => {
  system = await startSmallHouse();
});

afterAll(() => system.close());

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${system.origin}${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
  };
}

describe('the controls', () => {
  it('answer when the system is ready', async () => {
    expect(await ask('GET', '/local/health')).toMatchObject({
      status: 200,
      body: { ready: true, stage: 'small' },
    });
  });

  it('move the one clock forward, never back', async () => {
    const before = system.clock.now();
    const { body } = await ask('POST', '/local/clock', { advanceSeconds: 7200 });
    expect(Date.parse(String(body['now'])) - before).toBeGreaterThanOrEqual(7_200_000);
    expect((await ask('POST', '/local/clock', { advanceSeconds: -1 })).status).toBe(400);
    expect((await ask('POST', '/local/clock', { seconds: 1 })).status).toBe(400);
    expect((await ask('POST', '/local/clock')).status).toBe(400);
  });

  it('show what a phone received', async () => {
    const message = {
      to: '+819012345678',
      body: 'hello https://example.test/c/1',
      at: '2026-11-22T00:00:00Z',
      messageId: 'm1',
    };
    system.world.carrier.deliver(message);
    system.world.carrier.deliver({ ...message, to: '+819000000000', messageId: 'm2' });
    expect((await ask('GET', '/local/inbox?to=%2B819012345678')).body).toEqual({ messages: [message] });
    expect((await ask('GET', '/local/inbox?to=+819012345678')).body).toEqual({ messages: [message] });
    expect((await ask('GET', '/local/inbox')).body['messages']).toHaveLength(2);
    expect((await ask('GET', '/local/inbox?skip=1')).body['messages']).toHaveLength(1);
    const page = await fetch(`${system.origin}/local/phones?lang=en`);
    expect([page.headers.get('content-type'), await page.text()]).toEqual([
      'text/html; charset=utf-8',
      expect.stringContaining('lang="en"') as string,
    ]);
  });

  it('give tokens that the authorizer accepts', async () => {
    const { body } = await ask('POST', '/local/tokens', { sub: 'someone', groups: ['marketer'] });
    const headers = { authorization: `Bearer ${String(body['token'])}` };
    expect((await fetch(`${system.origin}/v1/closed`, { headers })).status).toBe(200);
    expect((await ask('POST', '/local/tokens', { groups: [] })).status).toBe(400);
  });

  it('run a pulse', async () => {
    const { status, body } = await ask('POST', '/local/pulse');
    expect([status, body['invocations']]).toEqual([
      200,
      [{ schedule: 'small-Schedule', outcome: 'answered' }],
    ]);
  });

  it('plant crashes and take them back', async () => {
    const crash = { function: 'small-probe', kind: 'crash', afterMs: 50 };
    expect((await ask('POST', '/local/faults', crash)).status).toBe(201);
    expect((await ask('DELETE', '/local/faults')).status).toBe(204);
    expect((await ask('GET', '/v1/look')).status).toBe(200);
    await ask('POST', '/local/faults', crash);
    expect((await ask('GET', '/v1/look?do=hang')).status).toBe(500);
    const { body } = await ask('GET', '/local/functions');
    expect(body['items']).toContainEqual(expect.objectContaining({ function: 'small-probe', crashed: 1 }));
    expect((await ask('POST', '/local/faults', { function: 'nobody', kind: 'crash' })).status).toBe(404);
    expect(
      (await ask('POST', '/local/faults', { service: 'kms', operation: 'Decrypt', kind: 'melt' })).status,
    ).toBe(400);
  });

  it('plant faults in AWS calls and show every call in the trail, refused ones too', async () => {
    const { world, deployment } = system;
    const roleArn = deployment.roles.find(role => role.name === 'small-function')?.arn ?? '';
    const access = { region: deployment.region, endpoint: world.endpoint, maxAttempts: 1 };
    const credentials = world.issueCredentials({ roleArn, sessionName: 'test' });
    const sqs = new SQSClient({ ...access, credentials, useQueueUrlAsEndpoint: false });
    const secrets = new SecretsManagerClient({ ...access, credentials });
    const outcome = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'answered',
        (error: Error) => error.name,
      );
    const look = (): Promise<string> =>
      outcome(sqs.send(new GetQueueUrlCommand({ QueueName: 'small-work' })));
    await ask('POST', '/local/faults', {
      service: 'sqs',
      operation: 'GetQueueUrl',
      kind: 'throttle',
      next: 1,
    });
    expect(await look()).toMatch(/Throttl/);
    expect(await look()).toBe('answered');
    const SecretId = deployment.secrets[0]?.arn;
    expect(await outcome(secrets.send(new GetSecretValueCommand({ SecretId })))).toBe(
      'AccessDeniedException',
    );
    const { body } = await ask('GET', '/local/trail?service=secretsmanager&operation=GetSecretValue');
    expect(body['items']).toContainEqual(
      expect.objectContaining({
        action: 'secretsmanager:GetSecretValue',
        decision: 'Deny',
        principal: expect.stringContaining('small-function') as string,
      }),
    );
    sqs.destroy();
    secrets.destroy();
  });

  it('dump queues, secret names and log lines as text, but no secret', async () => {
    await ask('GET', '/v1/look');
    const { text } = (await ask('GET', '/local/dump')).body;
    expect(text).toContain('probe GET /v1/look');
    expect(text).not.toContain(
      (JSON.parse(system.world.secrets.value(system.deployment.secrets[0]?.arn ?? '')) as { edge: string })
        .edge,
    );
  });

  it('answer 404 for anything else', async () => {
    expect((await ask('GET', '/local/nothing')).status).toBe(404);
    expect((await ask('POST', '/local/health')).status).toBe(404);
  });
});
