import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, test } from 'vitest';
import { refuse } from '../../lambdas/domain/refusal.ts';
import { storeId } from '../../lambdas/domain/ids.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import { makeDoor } from '../../lambdas/door.ts';
import { tillWire } from '../../lambdas/store/till.wire.ts';
import { readingAhead } from '../../lambdas/verb.ts';

const route = 'POST /v1/till/holds';
const wire = { [route]: tillWire[route] } as const;
const store = { storeId: storeId('str_1') } as Store;

type Sent = { readonly cookies?: string[]; readonly body?: string; readonly origin?: string };

/** A door with one verb that reads ahead; the till of `secret` stands, everybody else's does not. */
function openDoor(read: (code: string) => Promise<string>) {
  const [asked, answered]: [string[], string[]] = [[], []];
  const verb = readingAhead<{ code: string }, { holdId: string; voucherId: string; endsAt: string }, string>(
    async ({ body }) => {
      asked.push(body.code);
      return read(body.code);
    },
    async (_knock, found) => {
      answered.push(found);
      return found === 'none'
        ? refuse('voucher.not_found')
        : { body: { holdId: 'hld_1', voucherId: found, endsAt: '2026-11-28T00:00:00.000Z' } };
    },
  );
  let isGood: boolean | Error = true;
  const handler = makeDoor(
    wire,
    { [route]: verb },
    {
      edgeSecrets: async () => ['edge'],
      guards: {
        till: async () => {
          if (isGood instanceof Error) throw isGood;
          return isGood ? { store, role: 'clerk' } : undefined;
        },
      },
      now: () => 0,
    },
  );
  const send = async ({
    cookies = ['__Host-till=secret'],
    body = '{"code":"C1"}',
    origin = 'https://here',
  }: Sent = {}) => {
    const event = {
      version: '2.0',
      routeKey: route,
      rawPath: '/v1/till/holds',
      cookies,
      headers: {
        'x-mogiri-edge': 'edge',
        'x-viewer-host': 'here',
        'content-type': 'application/json',
        origin,
      },
      requestContext: { requestId: 'req', http: { method: 'POST', path: '/v1/till/holds' } },
      body,
    } as unknown as APIGatewayProxyEventV2;
    const { statusCode } = (await handler(event, { getRemainingTimeInMillis: () => 1000 })) as {
      statusCode: number;
    };
    return statusCode;
  };
  return {
    send,
    asked,
    answered,
    end: () => (isGood = false),
    fail: () => (isGood = new Error('sessions away')),
  };
}

test('a verb reads ahead and answers by what it found', async () => {
  const { send, asked, answered } = openDoor(async () => 'vch_1');
  expect(await send()).toBe(201);
  expect([asked, answered]).toEqual([['C1'], ['vch_1']]);
});

test('who is not let in hears 401, and what was read for them goes nowhere', async () => {
  const { send, asked, answered, end } = openDoor(async () => 'vch_1');
  end();
  expect(await send()).toBe(401);
  expect([asked, answered]).toEqual([['C1'], []]);
});

test.each<[string, Sent, number]>([
  ['without a cookie', { cookies: [] }, 401],
  ['with a cookie of another door', { cookies: ['__Host-session=secret'] }, 401],
  ['with one that we cannot have made', { cookies: [`__Host-till=${'x'.repeat(129)}`] }, 401],
  ['out of form', { body: '{"code":7}' }, 400],
  ['from another site', { origin: 'https://elsewhere' }, 403],
])('nothing is read for a request %s', async (_how, sent, status) => {
  const { send, asked, answered } = openDoor(async () => 'vch_1');
  expect(await send(sent)).toBe(status);
  expect([asked, answered]).toEqual([[], []]);
});

test('a reading that fails is a 500 for who is let in and a 401 for everybody else', async () => {
  const { send, end } = openDoor(() => Promise.reject(new Error('table away')));
  expect(await send()).toBe(500);
  end();
  expect(await send()).toBe(401);
});

test('nobody is answered while a reading is under way: the function may be frozen after it', async () => {
  let isRead = false;
  const { send, end, fail } = openDoor(async () => {
    isRead = false;
    await new Promise(resolve => setTimeout(resolve, 20));
    isRead = true;
    return 'vch_1';
  });
  end();
  expect([await send(), isRead]).toEqual([401, true]);
  fail();
  expect([await send(), isRead]).toEqual([500, true]);
});
