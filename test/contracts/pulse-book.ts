import { expect, test } from 'vitest';
import type { Books } from '../simulation/books.ts';
import { noonMs, someCampaign, someLane } from './people.ts';

/** What the pulse may rely on. The lock and the bucket exist once, so these run one after another on fresh books. */
export function pulseBookContract(open: () => Books): void {
  test('the lock has one holder until it lets go or its time is over', async () => {
    const { pulse } = open();
    expect(await pulse.takeLock(noonMs, noonMs + 55_000)).toBe(true);
    expect(await pulse.takeLock(noonMs + 54_999, noonMs + 110_000)).toBe(false);
    expect(await pulse.takeLock(noonMs + 55_000, noonMs + 110_000)).toBe(true);
    await pulse.releaseLock(noonMs + 55_000);
    expect(await pulse.takeLock(noonMs + 55_001, noonMs + 110_001)).toBe(false);
    await pulse.releaseLock(noonMs + 110_000);
    expect(await pulse.takeLock(noonMs + 55_001, noonMs + 110_001)).toBe(true);
    await pulse.releaseLock(noonMs + 110_001);
  });

  test('the bucket gives what is there, fills at the rate, and holds a minute at most', async () => {
    const { pulse } = open();
    expect(await pulse.takeParts(0, 10, noonMs)).toBe(0);
    expect(await pulse.takeParts(1000, 10, noonMs)).toBe(600);
    expect(await pulse.takeParts(5, 10, noonMs)).toBe(0);
    expect(await pulse.takeParts(100, 10, noonMs + 2000)).toBe(20);
    expect(await pulse.takeParts(7, 10, noonMs + 3000)).toBe(7);
    expect(await pulse.takeParts(1000, 10, noonMs + 3_600_000)).toBe(600);
  });

  test('two who take parts at once do not get more than there is', async () => {
    const { pulse } = open();
    const later = noonMs + 7_200_000;
    const taken = await Promise.all([400, 400].map(want => pulse.takeParts(want, 10, later)));
    expect(taken.reduce((sum, parts) => sum + parts, 0)).toBe(600);
  });

  test('a launched campaign is under way until it is dismissed, and its lanes come in order', async () => {
    const { pulse, campaigns } = open();
    const campaign = someCampaign('planned');
    await campaigns.create(campaign, undefined);
    expect(await pulse.underWay()).not.toContain(campaign.campaignId);
    expect(await campaigns.move(campaign, 'launch')).toBe(true);
    expect(await pulse.underWay()).toContain(campaign.campaignId);
    expect(await pulse.lanes(campaign.campaignId)).toEqual([]);
    for (const lane of [2, 0, 1]) await pulse.saveLane(someLane(campaign, lane));
    expect((await pulse.lanes(campaign.campaignId)).map(({ lane }) => lane)).toEqual([0, 1, 2]);
    await pulse.dismiss(campaign.campaignId);
    expect(await pulse.underWay()).not.toContain(campaign.campaignId);
  });
}
