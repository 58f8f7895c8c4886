import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../paper/api.ts';
import { serverNowMs } from '../../paper/api.ts';
import type { Campaign, Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { readWhole, useLoaded } from '../parts/use-loaded.ts';
import { usePlaces } from '../parts/use-zone.ts';
import { wallInZone } from '../zoned-time.ts';
import { fileNameOf, saveFile } from './usage-file.ts';
import { UsageFigure } from './usage-figure.tsx';
import { UsageFilters, useDayFault } from './usage-filters.tsx';
import { inOrder, queryOf, readUsage, type UsageFilter, weekUntil } from './usage.ts';

const SaveAsCsv = ({ filter }: { readonly filter: UsageFilter }) => {
  const { api, words, language } = useConsole();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const save = async (): Promise<void> => {
    setBusy(true);
    const path = `/v1/usage/export?${queryOf(filter)}&lang=${language}`;
    const answer = await api.get<{ readonly csv: string }>(path);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) saveFile(fileNameOf(filter), answer.value.csv);
  };
  return (
    <div class="stack tight">
      <div>
        <button type="button" class="button" disabled={busy} onClick={() => void save()}>
          {busy ? words.usage.saving : words.usage.save}
        </button>
      </div>
      <p class="small quiet">{words.usage.saveNote}</p>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </div>
  );
};

const Counts = ({ filter, sent }: { readonly filter: UsageFilter; readonly sent: number | undefined }) => {
  const { api, words } = useConsole();
  const { value, problem, busy } = useLoaded(queryOf(filter), () => readUsage(api, filter));
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (busy || value === undefined) return <p class="quiet waiting">{words.frame.loading}</p>;
  if (value.length === 0) return <p class="empty">{words.usage.none}</p>;
  return (
    <>
      <UsageFigure items={inOrder(value, filter)} filter={filter} sent={sent} />
      <SaveAsCsv filter={filter} />
    </>
  );
};

/** Every coupon, for the choice of one. */
const useCoupons = (): readonly Coupon[] => {
  const { api } = useConsole();
  const [coupons, setCoupons] = useState<readonly Coupon[]>([]);
  useEffect(() => {
    let wanted = true;
    const read = async (): Promise<void> => {
      const answer = await readWhole<Coupon>(api, '/v1/coupons');
      if (wanted && answer.ok) setCoupons(answer.value);
    };
    void read();
    return () => {
      wanted = false;
    };
  }, [api]);
  return coupons;
};

type SectionProps = {
  readonly campaigns: readonly Campaign[];
  readonly sentBy: (campaignId: string) => number | undefined;
  readonly onCampaign: (campaignId: string) => void;
};

const Section = ({ campaigns, sentBy, onCampaign, zone }: SectionProps & { readonly zone: string }) => {
  const text = useConsole().words.usage;
  const coupons = useCoupons();
  const [filter, setFilter] = useState<UsageFilter>(() => ({
    ...weekUntil(wallInZone(serverNowMs(), zone).slice(0, 10)),
    by: 'store',
    couponId: '',
    campaignId: '',
  }));
  const isReady = useDayFault(filter) === undefined;
  const change = (next: UsageFilter): void => {
    setFilter(next);
    if (next.campaignId !== filter.campaignId) onCampaign(next.campaignId);
  };
  return (
    <section class="stack usage">
      <h2>{text.heading}</h2>
      <UsageFilters filter={filter} coupons={coupons} campaigns={campaigns} onFilter={change} />
      {isReady && <Counts filter={filter} sent={sentBy(filter.campaignId)} />}
    </section>
  );
};

/** The uses in stores, split up by store, staff, hour, day or coupon; a campaign chosen here is told to the page. */
export const UsageSection = (props: SectionProps) => {
  const { words } = useConsole();
  const { zone, ready } = usePlaces();
  return ready ? <Section {...props} zone={zone} /> : <p class="quiet waiting">{words.frame.loading}</p>;
};
