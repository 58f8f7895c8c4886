import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusals } from '../../lambdas/domain/refusal.ts';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { beginWindow } from '../journeys/attempt.ts';
import type { Pressed } from './page-like.ts';
import { openVerifier, steps, wireCallsOf, type Step, type WireCall } from './verifier.ts';

let system: System;
const calls: Record<Step, readonly WireCall[]> = { start: [], resend: [], confirm: [] };

/** Who is about to do a step: everything before it went well. */
async function verifierAt(step: Step) {
  beginWindow(system);
  const verifier = openVerifier(system);
  if (step !== 'start') await verifier.act('start');
  if (step === 'resend') system.clock.advance(31);
  return verifier;
}

/** The wire calls of a step when nothing fails. */
async function callsIn(step: Step): Promise<readonly WireCall[]> {
  const verifier = await verifierAt(step);
  const before = system.world.trail.mark();
  await verifier.act(step);
  return wireCallsOf(system.world.trail.list({ cursor: before, limit: 1000 }).items);
}

beforeAll(async () => {
  system = await openSystem();
  // Once without looking: a function reads its secrets when it starts.
  for (const step of steps) await callsIn(step);
  for (const step of steps) calls[step] = await callsIn(step);
});

afterAll(() => system.close());

/** What is wrong with an answer; a killed worker may leave the gateway to answer. */
function unclear({ answer, ms }: Pressed, isKilled = false): string[] {
  const late = ms < 20_000 ? [] : [`took ${ms} ms`];
  if (answer.ok) return late;
  const { code, status, requestId } = answer.problem;
  const isClear = code in refusals || (status === 500 && requestId !== undefined);
  return isClear || (isKilled && code === 'http.500') ? late : [...late, `answered ${status} ${code}`];
}

const codeOf = ({ answer }: Pressed) => (answer.ok ? 'ok' : answer.problem.code);

/** The first and the last call of each operation, where each costs a cold start. */
const fewOf = (step: Step) =>
  calls[step].filter(({ operation, place }) => {
    const last = calls[step].filter(other => other.operation === operation).length - 1;
    return place === 0 || place === last;
  });

/** A fault at one call of a step and, with `next`, at those after it; what is wrong with what followed, and what was told. */
async function strike(
  step: Step,
  call: WireCall,
  kind: 'throttle' | 'error' | 'conflict' | 'lost-reply',
  next = 1,
) {
  const { service, operation, place } = call;
  const verifier = await verifierAt(step);
  const before = verifier.inbox().length;
  system.world.faults.plan({ service, operation, kind, next, after: place });
  const pressed = await verifier.act(step, 2);
  const sent = verifier.inbox().length - before;
  system.world.faults.clear();
  const wrong = pressed.flatMap(each => unclear(each));
  if (sent > 1) wrong.push(`${sent} messages for one intent`);
  if (sent > 0 && step === 'confirm') wrong.push('a confirmation sent a message');
  await verifier.goOn().catch((error: Error) => wrong.push(error.message));
  const at = `${kind} at ${step} ${service}:${operation} ${place}`;
  return { told: pressed.map(codeOf), sent, wrong: wrong.map(what => `${at}: ${what}`) };
}

describe.each(steps)('a fault in a %s', step => {
  test('happens at every call there is', () => {
    const operations = new Set(calls[step].map(({ operation }) => operation));
    expect([...operations]).toEqual(
      expect.arrayContaining(['GetItem', 'UpdateItem', 'TransactWriteItems', 'GenerateMac']),
    );
    expect(operations.has('Publish')).toBe(step !== 'confirm');
    expect(calls[step].length).toBeGreaterThanOrEqual(10);
  });

  test.each(['throttle', 'lost-reply', 'conflict'] as const)(
    'that is a %s once: one message at most, a clear answer, and the person goes on',
    async kind => {
      const wrong: string[] = [];
      const hit = calls[step].filter(
        ({ service, place }) =>
          (kind !== 'conflict' || service === 'dynamodb') && (kind !== 'throttle' || place === 0),
      );
      for (const call of hit) wrong.push(...(await strike(step, call, kind)).wrong);
      expect(wrong).toEqual([]);
    },
  );

  test('that is an outage: no message without its counters, a clear answer, and the person goes on after it', async () => {
    const wrong: string[] = [];
    for (const call of calls[step]) {
      const { told, sent, wrong: found } = await strike(step, call, 'error', 1000);
      wrong.push(...found);
      if (step === 'confirm') continue;
      if (sent > 0 || !told.every(code => code === 'sms.unavailable'))
        wrong.push(`${step} ${call.operation} ${call.place}: ${sent} messages, ${told.join(', ')}`);
    }
    expect(wrong).toEqual([]);
  });

  test('that kills the worker: one message at most, and the person goes on', async () => {
    const wrong: string[] = [];
    for (const { service, operation, place } of fewOf(step)) {
      const verifier = await verifierAt(step);
      const before = verifier.inbox().length;
      system.world.faults.plan({ service, operation, kind: 'hang', next: 1, after: place });
      system.functions.crashNext('shopper-verify', 150);
      const [killed, ...others] = await verifier.act(step, 2);
      system.world.faults.clear();
      if (killed === undefined || codeOf(killed) !== 'http.500') wrong.push('nothing was killed');
      const sent = verifier.inbox().length - before;
      if (sent > 1) wrong.push(`${operation} ${place}: ${sent} messages for one intent`);
      wrong.push(...[killed, ...others].flatMap(each => (each === undefined ? [] : unclear(each, true))));
      await verifier.goOn().catch((error: Error) => wrong.push(`${operation} ${place}: ${error.message}`));
    }
    expect(wrong).toEqual([]);
  });
});

/** How many UpdateItems a step makes when nothing fails; the next one is about what the carrier answered. */
const updatesIn = (step: Step) => calls[step].filter(({ operation }) => operation === 'UpdateItem').length;

describe.each(['start', 'resend'] as const)('a %s whose message', step => {
  test('went out before the worker was killed is not sent again when the page asks again', async () => {
    const verifier = await verifierAt(step);
    const before = verifier.inbox().length;
    const { faults } = system.world;
    faults.plan({ service: 'sns', operation: 'Publish', kind: 'lost-reply', next: 1 });
    faults.plan({
      service: 'dynamodb',
      operation: 'UpdateItem',
      kind: 'hang',
      next: 1,
      after: updatesIn(step),
    });
    system.functions.crashNext('shopper-verify', 1000);
    const pressed = await verifier.act(step, 3);
    expect(faults.pending()).toEqual([]);
    expect(pressed.map(codeOf)[0]).toBe('http.500');
    expect(pressed.length).toBeGreaterThan(1);
    expect(verifier.inbox().length - before).toBe(1);
    await verifier.goOn();
  });

  test('was refused is not called sent when that could not be noted', async () => {
    const verifier = await verifierAt(step);
    const before = verifier.inbox().length;
    const { faults } = system.world;
    faults.plan({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 1 });
    faults.plan({
      service: 'dynamodb',
      operation: 'UpdateItem',
      kind: 'error',
      next: 99,
      after: updatesIn(step),
    });
    const pressed = await verifier.act(step, 2);
    expect(faults.pending()).toMatchObject([{ operation: 'UpdateItem', after: 0 }]);
    faults.clear();
    expect(pressed.map(codeOf)).toEqual(['sms.unavailable']);
    expect(verifier.inbox().length).toBe(before);
    await verifier.goOn();
  });
});

test('a counter that is full by the request itself does not hide its first answer', async () => {
  const block = '+81706100';
  const others = Array.from({ length: 4 }, (_, place) => openVerifier(system, `${block}${2000 + place}`));
  beginWindow(system);
  for (const other of others) await other.act('start');
  const verifier = openVerifier(system, `${block}3000`);
  system.world.faults.plan({ service: 'sns', operation: 'Publish', kind: 'hang', next: 1 });
  system.functions.crashNext('shopper-verify', 1000);
  const pressed = await verifier.act('start', 2);
  system.world.faults.clear();
  expect(pressed.map(codeOf)).toEqual(['http.500', 'ok']);
  await verifier.goOn();
});

/** Begins a step that hangs at a call, and answers once it does. */
async function hangAt(
  step: Step,
  verifier: ReturnType<typeof openVerifier>,
  service: string,
  operation: string,
) {
  system.world.faults.plan({ service, operation, kind: 'hang', next: 1 });
  const acting = verifier.act(step, 1);
  await expect.poll(() => system.world.faults.pending(), { interval: 5 }).toEqual([]);
  return { acting };
}

test('services that hang are given up in time: the table and the keys are asked again, the carrier is not', async () => {
  const [starts, sends, proves] = [openVerifier(system), openVerifier(system), openVerifier(system)];
  beginWindow(system);
  await proves.act('start');
  const published = await hangAt('start', sends, 'sns', 'Publish');
  const transacted = await hangAt('start', starts, 'dynamodb', 'TransactWriteItems');
  const opened = await hangAt('confirm', proves, 'kms', 'GenerateMac');
  const answers = (await Promise.all([published, transacted, opened].map(({ acting }) => acting))).flat();
  expect(answers.flatMap(each => unclear(each))).toEqual([]);
  expect(answers.map(codeOf)).toEqual(['sms.unavailable', 'ok', 'ok']);
  expect([sends.inbox().length, starts.inbox().length]).toEqual([0, 1]);
  await sends.goOn();
  await starts.goOn();
});
