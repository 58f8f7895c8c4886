import * as z from 'zod/mini';
import type { LaneOrder } from './campaign.ts';
import { campaignId } from './ids.ts';

const laneOrder = z.object({
  campaignId: z.pipe(z.string().check(z.startsWith('cmp_')), z.transform(campaignId)),
  lane: z.int(),
  parts: z.int(),
  partsPerSecond: z.number().check(z.positive()),
  endsAtMs: z.number(),
});

/** An order out of a queue message, by the schema it was written by; undefined when it is none. */
export function readLaneOrder(body: string): LaneOrder | undefined {
  try {
    return laneOrder.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
