import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { System, SystemRequest } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

let system: System;

async function start(more: Partial<SystemRequest> = {}): Promise<void> {
  system = await startSmallHouse(more);
}

afterEach(() => system.close());

/** Retries until it holds; the machine may be slow. */
function eventually<Value>(look: () => Value): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(look, { timeout: 10_000 });
}

async function send(...bodies: readonly string[]): Promise<void> {
  const { world, deployment } = system;
  const roleArn = deployment.roles.find(role => role.name === 'small-function')?.arn ?? '';
  const client = new SQSClient({
    region: deployment.region,
    endpoint: world.endpoint,
    credentials: world.issueCredentials({ roleArn, sessionName: 'test' }),
    useQueueUrlAsEndpoint: false,
  });
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queue('small-work').url, Entries }));
  client.destroy();
}

function queue(name: string): ReturnType<System['world']['queues']['find']> {
  return system.world.queues.find(name);
}

function workerStats() {
  return system.functions.stats().find(item => item.function === 'small-worker');
}

function lines(start: string): readonly string[] {
  return system.logs
    .lines()
    .map(({ line }) => line)
    .filter(line => line.startsWith(start));
}

describe('a queue that feeds a function', () => {
  it('hands over its messages in batches and forgets those that succeeded', async () => {
    await start();
    await send('one', 'two', 'three');
    await system.pulse();
    expect(lines('work').toSorted()).toEqual(['work one 1', 'work three 1', 'work two 1']);
    expect(queue('small-work').messages).toEqual([]);
  });

  it('keeps only what the function reports as failed, hidden until its visibility ends', async () => {
    await start();
    await send('good', 'poison', 'fine');
    await system.pulse();
    expect(queue('small-work').messages.map(message => message.body)).toEqual(['poison']);
    expect(lines('work poison')).toEqual(['work poison 1']);
    system.clock.advance(61);
    await eventually(() => lines('work poison')).toEqual(['work poison 1', 'work poison 2']);
  });

  it('keeps the whole batch when the function throws, and gives up to the dead letter queue', async () => {
    await start();
    await send('throw');
    await system.pulse();
    system.clock.advance(61);
    await eventually(() => lines('work throw')).toEqual(['work throw 1', 'work throw 2']);
    await system.pulse();
    system.clock.advance(61);
    await eventually(() => queue('small-dead').messages.map(message => message.body)).toEqual(['throw']);
    expect(lines('work throw')).toHaveLength(2);
  });

  it('is polled with the function’s own role, which must have the right to', async () => {
    await start();
    await send('one');
    await system.pulse();
    const { items } = system.world.trail.list({ service: 'sqs', operation: 'ReceiveMessage' });
    expect(items[0]).toMatchObject({
      decision: 'Allow',
      principal: expect.stringContaining('small-function') as string,
    });
  });

  it('runs no more batches at once than its concurrency', async () => {
    await start();
    await Promise.all([1, 2, 3, 4].map(() => send(...Array.from({ length: 10 }, () => 'many'))));
    await system.pulse();
    expect(lines('work many')).toHaveLength(40);
    expect(workerStats()?.started).toBeLessThanOrEqual(2);
  });

  it('brings the messages back after a crash', async () => {
    await start();
    system.functions.crashNext('small-worker', 0);
    await send('again');
    await eventually(() => workerStats()?.crashed).toBe(1);
    await system.pulse();
    expect(queue('small-work').messages.map(message => message.body)).toEqual(['again']);
    system.clock.advance(61);
    await eventually(() => queue('small-work').messages).toEqual([]);
    expect(lines('work again')).toEqual(['work again 2']);
  });
});

describe('a pulse', () => {
  it('fires each schedule once with its input, and ends when the work it made is done', async () => {
    await start();
    await send('one');
    expect(await system.pulse()).toEqual([{ schedule: 'small-Schedule', outcome: 'answered' }]);
    expect(lines('tick')).toHaveLength(1);
    expect(JSON.parse(lines('tick')[0]?.slice(5) ?? '')).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    expect(lines('work')).toEqual(['work one 1']);
  });

  it('does not move the clock and does not wait for hidden messages', async () => {
    await start();
    await send('poison');
    const before = system.clock.now();
    await system.pulse();
    expect(system.clock.now() - before).toBeLessThan(30_000);
    expect(queue('small-work').messages).toHaveLength(1);
  });

  it('comes by itself only when asked to, once for an hour that is skipped', async () => {
    await start({ pulse: 'auto' });
    await eventually(() => lines('tick').length).toBe(1);
    const minute = Math.floor(system.clock.now() / 60_000);
    system.clock.advance(3600);
    await eventually(() => lines('tick').length).toBe(2);
    await new Promise(resolve => setTimeout(resolve, 1500));
    const minutesPassed = Math.floor(system.clock.now() / 60_000) - minute - 60;
    expect(lines('tick').length).toBeLessThanOrEqual(2 + minutesPassed);
  });

  it('never comes by itself in a manual system', async () => {
    await start();
    system.clock.advance(3600);
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(lines('tick')).toEqual([]);
  });
});
