import { useState } from 'preact/hooks';
import type { Answer } from '../../paper/api.ts';
import type { Campaign, Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useEvery } from '../parts/use-every.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { usePlaces, zoneOf } from '../parts/use-zone.ts';
import { About } from './about.tsx';
import { pathOf } from './campaign-path.ts';
import { Controls } from './controls.tsx';
import { FunnelFigure } from './funnel-figure.tsx';
import { Losses } from './losses.tsx';
import { isMoving, wasLaunched } from './moves.ts';
import { PlanSection } from './plan-section.tsx';
import { Running } from './running.tsx';
import { StateChip } from './state-chip.tsx';

const pollMs = 2000;

type View = { readonly campaign: Campaign; readonly report?: Report; readonly atMs: number };

const useView = (campaignId: string) => {
  const { api } = useConsole();
  return useLoaded<View>(campaignId, async (): Promise<Answer<View>> => {
    const campaign = await api.get<Campaign>(pathOf(campaignId));
    if (!campaign.ok) return campaign;
    const seen = { campaign: campaign.value, atMs: Date.now() };
    if (!wasLaunched(campaign.value.state)) return { ...campaign, value: seen };
    const report = await api.get<Report>(`${pathOf(campaignId)}/report`);
    return report.ok ? { ...campaign, value: { ...seen, report: report.value } } : report;
  });
};

/** One campaign from its plan to its report; while it moves, its numbers are read every 2 s. */
export const CampaignPage = ({ campaignId }: { readonly campaignId: string }) => {
  const { words } = useConsole();
  const { value, problem, again } = useView(campaignId);
  const { stores } = usePlaces();
  const [changed, setChanged] = useState<Campaign | undefined>();
  const refresh = async (after?: Campaign): Promise<void> => {
    setChanged(after);
    await again();
    setChanged(undefined);
  };
  useEvery(pollMs, value !== undefined && isMoving(value.campaign.state), again);
  if (value === undefined) {
    return (
      <>
        <PageHead title={words.frame.campaigns} />
        {problem === undefined ? (
          <p class="quiet waiting">{words.frame.loading}</p>
        ) : (
          <ProblemNotice problem={problem} />
        )}
      </>
    );
  }
  const campaign = changed ?? value.campaign;
  const zone = zoneOf(stores, campaign.audience.storeIds);
  return (
    <>
      <PageHead
        title={campaign.name}
        held={isMoving(campaign.state)}
        mark={<StateChip state={campaign.state} />}
      >
        <Controls campaign={campaign} onDone={refresh} />
      </PageHead>
      {wasLaunched(campaign.state) ? (
        value.report !== undefined && (
          <div class="stack">
            <Running report={value.report} atMs={value.atMs} stale={problem !== undefined} />
            <FunnelFigure title={words.campaigns.funnel} report={value.report} />
            <Losses report={value.report} />
          </div>
        )
      ) : (
        <PlanSection campaign={campaign} zone={zone} onDone={refresh} />
      )}
      <About campaign={campaign} stores={stores} zone={zone} />
    </>
  );
};
