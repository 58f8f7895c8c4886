import {
  chunkSize,
  laneCount,
  laneOfShard,
  type Audience,
  type Campaign,
  type CampaignBook,
  type Lane,
} from '../domain/campaign.ts';
import { audienceShards } from '../domain/consent.ts';
import type { ShopperId } from '../domain/ids.ts';
import type { PulseBook } from '../domain/pulse.ts';
import { emptyHead } from '../domain/register.ts';
import type { Journal } from '../journal.ts';

/** What gathering needs. */
export type GatherDeps = {
  readonly campaigns: CampaignBook;
  readonly audience: Audience;
  readonly pulse: PulseBook;
  readonly journal: Journal;
};

type Growing = { recipients: number; chunks: number; waiting: ShopperId[] };

/**
 * Fixes the audience of a launched campaign: ids in chunks, a lane over each quarter, then one write that starts
 * the sending. A crash before that write means gathering anew, with nobody reached yet.
 */
export function makeGatherAudience({ campaigns, audience, pulse, journal }: GatherDeps) {
  return async (campaign: Campaign): Promise<boolean> => {
    const { campaignId } = campaign;
    const lanes: Growing[] = Array.from({ length: laneCount }, () => ({
      recipients: 0,
      chunks: 0,
      waiting: [],
    }));
    const flush = async (lane: number, growing: Growing) => {
      await pulse.saveChunk(campaignId, lane, growing.chunks, growing.waiting);
      growing.chunks += 1;
      growing.waiting = [];
    };
    const members = await audience.of(campaign.storeIds);
    for (let shard = 0; shard < audienceShards; shard += 1) {
      const lane = laneOfShard(shard);
      const growing = lanes[lane];
      if (growing === undefined) throw new Error('a shard without a lane');
      for await (const shopper of members.shard(shard)) {
        growing.waiting.push(shopper);
        growing.recipients += 1;
        if (growing.waiting.length === chunkSize) await flush(lane, growing);
      }
    }
    for (const [lane, growing] of lanes.entries()) {
      if (growing.waiting.length > 0) await flush(lane, growing);
      await pulse.saveLane(freshLane(campaign, lane, growing));
    }
    const recipients = lanes.reduce((sum, lane) => sum + lane.recipients, 0);
    journal('campaign.gathered', { campaignId, recipients });
    return campaigns.move(campaign, 'gather', { recipients });
  };
}

function freshLane({ campaignId }: Campaign, lane: number, { recipients, chunks }: Growing): Lane {
  const start = { chunk: 0, offset: 0, walked: 0, fence: 0, leaseEndsAtMs: 0 };
  return { campaignId, lane, recipients, chunks, ...start, readings: emptyHead };
}
