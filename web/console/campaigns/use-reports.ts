import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../../paper/api.ts';
import type { Campaign, Report } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { useEvery } from '../parts/use-every.ts';
import { pathOf } from './campaign-path.ts';
import { isMoving, wasLaunched } from './moves.ts';

const atOnce = 4;
const againMs = 5000;

/** Reports by campaign id; one that could not be read is left out. */
export type Reports = Readonly<Record<string, Report>>;

/** Reads the reports of several campaigns, a few at a time. */
export const readReports = async (api: Api, campaigns: readonly Campaign[]): Promise<Reports> => {
  const found: Record<string, Report> = {};
  const left = campaigns.filter(campaign => wasLaunched(campaign.state));
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const answer = await api.get<Report>(`${pathOf(next.campaignId)}/report`);
      if (answer.ok) found[next.campaignId] = answer.value;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
};

/** The reports of the campaigns in view; those that still move are read again every 5 s. */
export const useReports = (campaigns: readonly Campaign[]): Reports => {
  const { api } = useConsole();
  const [reports, setReports] = useState<Reports>({});
  const wanted = useRef(true);
  const read = useCallback(
    async (some: readonly Campaign[]): Promise<void> => {
      const found = await readReports(api, some);
      if (wanted.current) setReports(before => ({ ...before, ...found }));
    },
    [api],
  );
  const ids = campaigns.map(campaign => campaign.campaignId).join(' ');
  useEffect(() => {
    wanted.current = true;
    void read(campaigns);
    return () => {
      wanted.current = false;
    };
  }, [ids, read]);
  const moving = campaigns.filter(campaign => isMoving(campaign.state));
  useEvery(againMs, moving.length > 0, () => read(moving));
  return reports;
};
