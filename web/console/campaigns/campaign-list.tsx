import type { Campaign, Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import { ListStates } from '../parts/list-states.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useList } from '../parts/use-loaded.ts';
import { addressOf } from '../route.ts';
import { StateBar } from './state-bar.tsx';
import { StateChip } from './state-chip.tsx';
import { useReports } from './use-reports.ts';

type RowProps = { readonly campaign: Campaign; readonly report: Report | undefined };

const CampaignRow = ({ campaign, report }: RowProps) => {
  const { words, figures } = useConsole();
  const text = words.campaigns;
  const count = (value: number | undefined): string =>
    value === undefined ? text.notYet : figures.count(value);
  return (
    <tr>
      <th scope="row">
        <a href={addressOf('campaigns', campaign.campaignId)}>{campaign.name}</a>
      </th>
      <td data-label={text.state}>
        <StateChip state={campaign.state} />
      </td>
      <td class="number" data-label={text.recipients}>
        {count(report?.recipients ?? campaign.plan?.recipients)}
      </td>
      <td class="number" data-label={text.sent}>
        {count(report?.byState.SENT)}
      </td>
      <td class="number" data-label={text.redeemed}>
        {count(report?.redeemed)}
      </td>
      <td class="bar-cell">{report !== undefined && <StateBar report={report} thin />}</td>
    </tr>
  );
};

/** The campaigns, each with its state, audience, what was sent and redeemed, and a bar. */
export const CampaignList = () => {
  const { words } = useConsole();
  const text = words.campaigns;
  const list = useList<Campaign>('/v1/campaigns');
  const reports = useReports(list.value ?? []);
  return (
    <>
      <PageHead title={words.frame.campaigns}>
        <a class="button seal" href={addressOf('campaigns', 'new')}>
          <Icon name="plus" />
          {text.make}
        </a>
      </PageHead>
      <ListStates list={list} empty={text.empty}>
        {campaigns => (
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{text.name}</th>
                <th scope="col">{text.state}</th>
                <th scope="col" class="number">
                  {text.recipients}
                </th>
                <th scope="col" class="number">
                  {text.sent}
                </th>
                <th scope="col" class="number">
                  {text.redeemed}
                </th>
                <th scope="col">{text.progress}</th>
              </tr>
            </thead>
            <tbody>
              {campaigns.map(campaign => (
                <CampaignRow
                  key={campaign.campaignId}
                  campaign={campaign}
                  report={reports[campaign.campaignId]}
                />
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </>
  );
};
