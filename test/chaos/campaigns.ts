import type { System } from '../../local/system.ts';
import type { PhoneMessage } from '../../local/aws/carrier.ts';
import type { BrowserLike } from '../journeys/browser-like.ts';
import {
  controlsOf,
  launchCampaign,
  makeCoupon,
  openConsole,
  reportOf,
  type Controls,
  type Report,
} from '../journeys/people.ts';
import { joinAll, type Member } from './crowd.ts';

/** A system with people who agreed to coupons, and a marketer. */
export type Town = {
  readonly system: System;
  readonly controls: Controls;
  /** A marketer with a token of this moment: moving the clock outlives older ones. */
  marketer(): Promise<BrowserLike>;
  readonly members: readonly Member[];
};

/** A campaign of a town, seen from outside: what phones got since it was launched, and what the report says. */
export type Sending = {
  readonly campaignId: string;
  readonly couponId: string;
  arrivals(): readonly PhoneMessage[];
  report(): Promise<Report>;
  state(): Promise<string>;
  verb(name: 'pause' | 'resume' | 'cancel'): Promise<void>;
};

/** Signs people up who want coupons. */
export async function openTown(system: System, people: number): Promise<Town> {
  const members = await joinAll(system, people);
  const { origin } = system;
  return { system, controls: controlsOf(origin), marketer: () => openConsole(origin), members };
}

/** Launches a campaign to everyone; nothing is gathered or sent before the next pulse. */
export async function launch(
  { system, marketer }: Town,
  wish: Record<string, unknown> = {},
): Promise<Sending> {
  const console = await marketer();
  const couponId = await makeCoupon(console);
  const before = system.world.carrier.messages().length;
  const campaignId = await launchCampaign(console, couponId, wish);
  const path = `/v1/campaigns/${campaignId}`;
  return {
    campaignId,
    couponId,
    arrivals: () => system.world.carrier.messages().slice(before),
    report: async () => reportOf(await marketer(), campaignId),
    state: async () => String((await (await marketer()).get(path)).body['state']),
    verb: async name => {
      const { status, text } = await (await marketer()).post(`${path}/${name}`);
      if (status !== 200) throw new Error(`${name} answered ${status} ${text}`);
    },
  };
}

/** Launches, and lets a pulse fix the audience but give no orders: the queue fails while it wants to. */
export async function launchAndGather(town: Town): Promise<Sending> {
  const sending = await launch(town);
  await town.controls.fault({ service: 'sqs', operation: 'SendMessage', kind: 'error', next: 3 });
  await town.controls.pulse();
  await town.controls.clearFaults();
  if ((await sending.state()) !== 'sending') throw new Error('the audience was not gathered');
  return sending;
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** What a report breaks of its promise at any look; empty when it keeps it. */
export function whatReportBreaks({ recipients, byState, reasons }: Report): string[] {
  const notSent = recipients - (byState['SENT'] ?? 0);
  return [
    ...(sum(byState) === recipients ? [] : [`${sum(byState)} states for ${recipients} recipients`]),
    ...(sum(reasons) === notSent ? [] : [`${sum(reasons)} reasons for ${notSent} not SENT`]),
    ...('undefined' in reasons ? ['a reason is missing'] : []),
  ];
}

/** Phones that received a campaign more than once. */
export function receivedTwice(sending: Sending): string[] {
  const phones = sending.arrivals().map(({ to }) => to);
  return phones.filter((to, place) => phones.indexOf(to) !== place);
}

/** Pulses with the clock moved past every lease until the campaign is over; the report is held to its promise each time. */
export async function finish(town: Town, sending: Sending, mostPulses = 12): Promise<Report> {
  for (let pulse = 0; pulse < mostPulses; pulse += 1) {
    await town.controls.pulse();
    const broke = whatReportBreaks(await sending.report());
    if (broke.length > 0) throw new Error(broke.join('; '));
    if (['completed', 'cancelled'].includes(await sending.state())) {
      await town.controls.advance(100);
      await town.controls.pulse();
      return sending.report();
    }
    await town.controls.advance(100);
  }
  return sending.report();
}

/** Waits, in real time, until phones have received so many messages. */
export async function untilArrived(sending: Sending, count: number): Promise<void> {
  const endsAtMs = performance.now() + 20_000;
  while (sending.arrivals().length < count) {
    if (performance.now() > endsAtMs) throw new Error(`only ${sending.arrivals().length} messages arrived`);
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}
