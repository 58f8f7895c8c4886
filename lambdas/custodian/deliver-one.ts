import type { Campaign, Lane } from '../domain/campaign.ts';
import type { DeliveryBook } from '../domain/delivery.ts';
import type { Now } from '../domain/dice.ts';
import type { ShopperId } from '../domain/ids.ts';
import { completeBody, fillBody, type Handover, type TextSender } from '../domain/message.ts';
import { countParts } from '../domain/message-parts.ts';
import type { Pepper } from '../domain/pepper.ts';
import type { NumberOpener } from '../domain/phone-number.ts';
import { headAfter, type Head, type Registrar } from '../domain/register.ts';
import { oldestProofMs } from '../domain/shopper.ts';
import { voucherIdFor, type VoucherBook } from '../domain/voucher.ts';
import type { Journal } from '../journal.ts';

/** What delivering to one shopper needs. */
export type DeliverDeps = {
  readonly deliveries: DeliveryBook;
  readonly vouchers: Pick<VoucherBook, 'settleSalt'>;
  readonly pepper: Pick<Pepper, 'codeOf' | 'codeKey' | 'linkToken' | 'optOutToken'>;
  readonly registrar: Registrar;
  readonly texts: TextSender;
  readonly origin: string;
  /** For how many days the proof of a number counts. */
  readonly proofDays: number;
  readonly now: Now;
  readonly journal: Journal;
};

/** Where a walk stands when it comes to a shopper. `readings` is the head of the lane's register chain. */
export type Step = {
  readonly campaign: Campaign;
  readonly lane: Lane;
  readonly opener: NumberOpener;
  readonly readings: Head;
};

/** What became of one shopper: parts spent, and whether the walk goes on, holds here, or has lost its lane. */
export type Delivered = {
  readonly parts: number;
  readonly next: 'go_on' | 'hold' | 'account_refused' | 'lost';
  readonly readings: Head;
};

async function claim(deps: DeliverDeps, { campaign, lane }: Step, shopperId: ShopperId) {
  const { pepper, vouchers } = deps;
  const { couponId } = campaign;
  const voucherId = voucherIdFor(couponId, shopperId);
  const voucher = { voucherId, couponId, shopperId };
  const salt = await vouchers.settleSalt(voucher, at => pepper.codeKey(pepper.codeOf(voucherId, at)));
  const nowMs = deps.now();
  const issue = { ...voucher, issuedAtMs: nowMs };
  const provenSinceMs = oldestProofMs(nowMs, deps.proofDays);
  return {
    code: pepper.codeOf(voucherId, salt),
    outcome: await deps.deliveries.claim(campaign, lane.fence, issue, salt, provenSinceMs),
  };
}

async function noteHandover(
  deps: DeliverDeps,
  { campaign, lane }: Step,
  shopper: ShopperId,
  handover: Handover,
): Promise<Delivered['next']> {
  const move = (verb: Parameters<DeliveryBook['move']>[3], note: Parameters<DeliveryBook['move']>[4]) =>
    deps.deliveries.move(campaign.campaignId, shopper, lane.fence, verb, note);
  if (handover.kind === 'taken')
    return (await move('sent', { messageId: handover.messageId })) ? 'go_on' : 'lost';
  if (handover.kind === 'unknown') {
    deps.journal('delivery.in_doubt', { campaignId: campaign.campaignId, shopperId: shopper });
    return (await move('doubt', { reason: 'carrier_in_doubt' })) ? 'go_on' : 'lost';
  }
  if (handover.why === 'number')
    return (await move('refuse', { reason: 'carrier_refused_number' })) ? 'go_on' : 'lost';
  const released = await move('release', { reason: 'waiting_for_carrier' });
  return released ? (handover.why === 'account' ? 'account_refused' : 'hold') : 'lost';
}

/** Opens, fences, sends: the register row comes before the Decrypt, SENDING before the Publish (DESIGN §3, §6.3). */
async function send(deps: DeliverDeps, step: Step, shopper: ShopperId, code: string): Promise<Delivered> {
  const { campaign, lane, opener } = step;
  const { campaignId } = campaign;
  const fact = { purpose: 'delivery', shopperId: shopper, campaignId, by: campaignId };
  const row = await deps.registrar.append(
    'readings',
    `readings#${campaignId}#${lane.lane}`,
    step.readings,
    deps.now(),
    fact,
  );
  const readings = headAfter(row);
  const number = await opener.open(shopper);
  if (number === undefined) {
    await deps.deliveries.move(campaignId, shopper, lane.fence, 'skip', { reason: 'number_missing' });
    return { parts: 0, next: 'go_on', readings };
  }
  const links = {
    link: `${deps.origin}/c/${deps.pepper.linkToken(code)}`,
    optout: `${deps.origin}/o/${deps.pepper.optOutToken(shopper)}`,
  };
  const text = fillBody(completeBody(campaign.body), links);
  if (!(await deps.deliveries.move(campaignId, shopper, lane.fence, 'fence', { reason: 'being_sent' })))
    return { parts: 0, next: 'lost', readings };
  const handover = await deps.texts.send(number, text, 'coupon');
  return { parts: countParts(text), next: await noteHandover(deps, step, shopper, handover), readings };
}

/** Delivers a campaign to one shopper, at most once: claim → register → open → fence → hand over → note. */
export function makeDeliverOne(deps: DeliverDeps) {
  return async (step: Step, shopper: ShopperId): Promise<Delivered> => {
    const { campaign, lane, readings } = step;
    const { code, outcome } = await claim(deps, step, shopper);
    switch (outcome.kind) {
      case 'claimed':
        return send(deps, step, shopper, code);
      case 'left_out':
        await deps.deliveries.leaveOut(campaign.campaignId, shopper, lane.fence, outcome.reason);
        return { parts: 0, next: 'go_on', readings };
      case 'standing':
        await deps.deliveries.settle(campaign, shopper, lane.fence);
        return { parts: 0, next: 'go_on', readings };
    }
  };
}
