import { useState } from 'preact/hooks';
import type { Campaign, Report } from '../answers.ts';
import { share, sumOf } from '../campaigns/funnel.ts';
import { FunnelFigure } from '../campaigns/funnel-figure.tsx';
import { Losses } from '../campaigns/losses.tsx';
import { wasLaunched } from '../campaigns/moves.ts';
import { type Reports, useReports } from '../campaigns/use-reports.ts';
import { useConsole } from '../console-context.ts';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useList } from '../parts/use-loaded.ts';
import { addressOf } from '../route.ts';
import { UsageSection } from './usage-section.tsx';

const Cell = (props: { readonly label: string; readonly count: number; readonly of: number }) => {
  const { figures } = useConsole();
  return (
    <td class="number" data-label={props.label}>
      <span>
        {' '}
        {figures.count(props.count)}{' '}
        <span class="quiet small">{figures.percent(share(props.count, props.of))}</span>
      </span>
    </td>
  );
};

const Row = ({ campaign, report }: { readonly campaign: Campaign; readonly report: Report }) => {
  const text = useConsole().words.campaigns;
  const sent = report.byState.SENT;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf('campaigns', campaign.campaignId)}>{campaign.name}</a>
      </th>
      <Cell label={text.sent} count={sent} of={report.recipients} />
      <Cell label={text.clicked} count={report.clicked} of={sent} />
      <Cell label={text.redeemed} count={report.redeemed} of={sent} />
    </tr>
  );
};

type ResultProps = {
  readonly campaigns: readonly Campaign[];
  readonly reports: Reports;
  readonly chosenId: string;
};

const Results = ({ campaigns, reports, chosenId }: ResultProps) => {
  const { words, figures } = useConsole();
  const text = words.campaigns;
  const known = campaigns.flatMap(campaign => {
    const report = reports[campaign.campaignId];
    return report === undefined ? [] : [{ campaign, report }];
  });
  const chosen = known.find(({ campaign }) => campaign.campaignId === chosenId);
  const all = sumOf(known.map(({ report }) => report));
  return (
    <div class="stack">
      <p class="quiet">{text.analysisNote(figures.count(known.length))}</p>
      {chosen === undefined ? (
        <FunnelFigure title={text.overall} report={all} />
      ) : (
        <FunnelFigure title={chosen.campaign.name} report={chosen.report} />
      )}
      <section class="stack tight">
        <h2>{text.perCampaign}</h2>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{text.name}</th>
              {[text.sent, text.clicked, text.redeemed].map(head => (
                <th key={head} scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {known.map(({ campaign, report }) => (
              <Row key={campaign.campaignId} campaign={campaign} report={report} />
            ))}
          </tbody>
        </table>
      </section>
      <Losses report={all} explain />
    </div>
  );
};

/** The figures over all campaigns that went out, each beside the others, and the uses in stores. */
export const Analysis = () => {
  const { words } = useConsole();
  const list = useList<Campaign>('/v1/campaigns');
  const launched = (list.value ?? []).filter(campaign => wasLaunched(campaign.state));
  const reports = useReports(launched);
  const [chosenId, setChosenId] = useState('');
  return (
    <>
      <PageHead title={words.frame.analysis} />
      <ListStates list={list} empty={words.campaigns.noResults}>
        {() =>
          launched.length === 0 ? (
            <p class="empty">{words.campaigns.noResults}</p>
          ) : (
            <Results campaigns={launched} reports={reports} chosenId={chosenId} />
          )
        }
      </ListStates>
      {!list.busy && (
        <UsageSection
          campaigns={launched}
          sentBy={id => reports[id]?.byState.SENT}
          onCampaign={setChosenId}
        />
      )}
    </>
  );
};
