import { expect, test } from 'vitest';
import type { Books } from '../simulation/books.ts';
import { someCampaign } from './people.ts';

/** What every keeper of campaigns does. */
export function campaignBookContract(open: () => Books): void {
  test('a campaign is found as it was made', async () => {
    const { campaigns } = open();
    const campaign = someCampaign();
    expect(await campaigns.byId(campaign.campaignId)).toBeUndefined();
    expect(await campaigns.create(campaign, undefined)).toEqual({ kind: 'created' });
    expect(await campaigns.byId(campaign.campaignId)).toEqual(campaign);
  });

  test('a move is made from the state that was seen, once, with the fields beside it', async () => {
    const { campaigns } = open();
    const campaign = someCampaign('sending');
    await campaigns.create(campaign, undefined);
    expect(await campaigns.move(campaign, 'launch'), 'not a move from here').toBe(false);
    expect(await campaigns.move(campaign, 'pause', { resumesTo: 'launched' })).toBe(true);
    expect(await campaigns.move(campaign, 'cancel'), 'seen too long ago').toBe(false);
    const paused = await campaigns.byId(campaign.campaignId);
    expect(paused).toEqual({ ...campaign, state: 'paused', resumesTo: 'launched' });
    if (paused === undefined) return;
    expect(await campaigns.move(paused, 'resume')).toBe(true);
    expect((await campaigns.byId(campaign.campaignId))?.state).toBe('launched');
  });

  test('of many moves at once from one state, one is made', async () => {
    const { campaigns } = open();
    const campaign = someCampaign('sending');
    await campaigns.create(campaign, undefined);
    const moves = ['pause', 'cancel', 'complete', 'pause', 'cancel'] as const;
    const made = await Promise.all(moves.map(move => campaigns.move(campaign, move)));
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  test('a move of a campaign that is not there is not made', async () => {
    const { campaigns } = open();
    expect(await campaigns.move(someCampaign('sending'), 'pause')).toBe(false);
  });
}
