import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { openSystem } from '../local-system.ts';
import {
  finish,
  launch,
  launchAndGather,
  openTown,
  receivedTwice,
  type Sending,
  type Town,
  untilArrived,
  whatReportBreaks,
} from './campaigns.ts';
import { sendOrders, withRegisterDown } from './campaign-levers.ts';

const people = 9;
let town: Town;

beforeAll(async () => {
  town = await openTown(await openSystem(), people);
});

afterAll(() => town.system.close());

/** Every phone exactly once, everybody SENT. */
async function expectAllSent(sending: Sending): Promise<void> {
  expect(await finish(town, sending)).toMatchObject({ recipients: people, byState: { SENT: people } });
  expect(await sending.state()).toBe('completed');
  expect(sending.arrivals()).toHaveLength(people);
  expect(receivedTwice(sending)).toEqual([]);
}

test('a Publish whose reply is lost reaches the phone once, is UNKNOWN, and is never sent again', async () => {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sns', operation: 'Publish', kind: 'lost-reply', next: 1 });
  const report = await finish(town, sending);
  expect(report).toMatchObject({
    byState: { SENT: people - 1, UNKNOWN: 1 },
    reasons: { carrier_in_doubt: 1 },
  });
  expect(sending.arrivals()).toHaveLength(people);
  for (let later = 0; later < 3; later += 1) {
    await town.controls.advance(600);
    await town.controls.pulse();
  }
  expect(sending.arrivals()).toHaveLength(people);
  expect(receivedTwice(sending)).toEqual([]);
});

test('a Publish that the carrier fails leaves doubt, and the phone is left alone', async () => {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sns', operation: 'Publish', kind: 'error', next: 2 });
  expect(await finish(town, sending)).toMatchObject({ byState: { SENT: people - 2, UNKNOWN: 2 } });
  expect(sending.arrivals()).toHaveLength(people - 2);
});

test('a throttled Publish waits with a reason and is sent once, later', async () => {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 4 });
  await town.controls.pulse();
  const waiting = await sending.report();
  expect(whatReportBreaks(waiting)).toEqual([]);
  expect(waiting.reasons['waiting_for_carrier']).toBeGreaterThan(0);
  expect(await sending.state()).toBe('sending');
  await town.controls.advance(60);
  await expectAllSent(sending);
});

test('a campaign cancelled while the carrier throttles it leaves nobody in between', async () => {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 4 });
  await town.controls.pulse();
  await town.controls.clearFaults();
  await sending.verb('cancel');
  await town.controls.pulse();
  const { byState, reasons } = await finish(town, sending);
  expect(byState['CLAIMED']).toBe(0);
  expect((byState['SENT'] ?? 0) + (byState['SKIPPED'] ?? 0)).toBe(people);
  expect(reasons).toEqual({ campaign_cancelled: byState['SKIPPED'] });
});

test('somebody who opts out after the launch and before the claim gets nothing, with the reason', async () => {
  const sending = await launchAndGather(town);
  const [member] = town.members;
  if (member === undefined) throw new Error('the town is empty');
  await member.put('/v1/me/consents/delivery', { granted: false, policyVersion });
  const report = await finish(town, sending);
  await member.put('/v1/me/consents/delivery', { granted: true, policyVersion });
  expect(report).toMatchObject({
    recipients: people,
    byState: { SENT: people - 1, SKIPPED: 1 },
    reasons: { consent_withdrawn: 1 },
  });
  expect(sending.arrivals().map(({ to }) => to)).not.toContain(member.e164);
});

test('lane orders that the queue delivers three times send once', async () => {
  const sending = await launchAndGather(town);
  await sendOrders(town, sending, 3);
  await expectAllSent(sending);
});

test('two pulses at once send once', async () => {
  const sending = await launch(town);
  await Promise.all([town.controls.pulse(), town.controls.pulse(), town.controls.pulse()]);
  await expectAllSent(sending);
});

describe.each(['TransactWriteItems', 'PutItem', 'UpdateItem'])('faults at %s while sending', operation => {
  test.each(['throttle', 'conflict', 'lost-reply', 'error'] as const)(
    'a %s duplicates nothing and loses nobody',
    async kind => {
      const sending = await launchAndGather(town);
      await sendOrders(town, sending, 1);
      await untilArrived(sending, 1);
      town.system.world.faults.plan({ service: 'dynamodb', operation, kind, next: 6 });
      const report = await finish(town, sending);
      const { SENT = 0, UNKNOWN = 0 } = report.byState;
      console.log(`${operation} ${kind}: ${SENT} SENT, ${UNKNOWN} UNKNOWN`, report.reasons);
      expect(await sending.state()).toBe('completed');
      expect(town.system.world.faults.pending(), 'faults that nobody met').toEqual([]);
      expect(SENT + UNKNOWN).toBe(people);
      expect(receivedTwice(sending)).toEqual([]);
      expect(sending.arrivals().length).toBeGreaterThanOrEqual(SENT);
    },
  );
});

test('a sender killed while it hands a message over leaves doubt, and nobody hands it over again', async () => {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sns', operation: 'Publish', kind: 'hang', next: 4 });
  for (let lane = 0; lane < 4; lane += 1)
    await town.controls.fault({ function: 'custodian-deliver', kind: 'crash', afterMs: 1500 });
  await town.controls.pulse();
  await town.controls.clearFaults();
  const killed = await sending.report();
  const { SENDING = 0 } = killed.byState;
  expect(SENDING).toBeGreaterThan(0);
  expect(whatReportBreaks(killed)).toEqual([]);
  expect(killed.reasons['being_sent']).toBe(SENDING);
  expect(sending.arrivals()).toEqual([]);
  await town.controls.advance(100);
  expect(await finish(town, sending)).toMatchObject({
    byState: { SENT: people - SENDING, UNKNOWN: SENDING },
    reasons: { worker_lost: SENDING },
  });
  expect(sending.arrivals()).toHaveLength(people - SENDING);
  expect(receivedTwice(sending)).toEqual([]);
});

test('while the register cannot be written nothing is read or sent, and afterwards everybody is', async () => {
  const sending = await launchAndGather(town);
  const before = (await town.controls.trail('service=kms&operation=Decrypt')).length;
  await withRegisterDown(town, async () => {
    await town.controls.pulse();
    expect(sending.arrivals()).toEqual([]);
    expect((await town.controls.trail('service=kms&operation=Decrypt')).length).toBe(before);
    const report = await sending.report();
    expect(whatReportBreaks(report)).toEqual([]);
    expect(report.byState['SENT']).toBe(0);
  });
  await town.controls.advance(100);
  await expectAllSent(sending);
});
