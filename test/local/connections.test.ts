import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAll, payloadOf, removeProbe, start } from './probe-function.ts';

afterEach(endAll);
afterAll(removeProbe);

describe('connections from inside a function', () => {
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    server = createServer(socket => socket.end());
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => void server.close());

  it('reach 127.0.0.1', async () => {
    expect(await payloadOf(start()({ task: 'dial', host: '127.0.0.1', port }))).toBe('connected');
  });

  it.each(['localhost', '127.0.0.2', '192.0.2.1', 'sqs.ap-northeast-1.amazonaws.com'])(
    'are refused to %s',
    async host => {
      const ended = await start()({ task: 'dial', host, port });
      expect(ended).toMatchObject({ kind: 'failed', errorType: 'ConnectRefused' });
    },
  );

  it('are refused to fetch as well', async () => {
    expect(await payloadOf(start()({ task: 'fetch', url: `http://localhost:${port}/` }))).toMatch(
      /127\.0\.0\.1 only/,
    );
    expect(await payloadOf(start()({ task: 'fetch', url: 'https://192.0.2.1/' }))).toMatch(
      /127\.0\.0\.1 only/,
    );
  });
});
